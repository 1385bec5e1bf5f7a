#include "tools/veil/import/check.h"

#include <algorithm>
#include <unordered_set>

#include "crypto/hash.h"
#include "tools/veil/import/cell.h"

namespace veil::tools {
namespace {

constexpr std::size_t kCellSize = 64;  // bytes that a cell takes besides its text

bool is_act(redact::FactKind fact) noexcept {
  return redact::is_of_consent(fact) || redact::is_of_referral(fact) ||
         fact == redact::FactKind::guardian_conflict;
}

class Checking {
 public:
  Checking(LineReader& lines, const ImportGround& ground, const FaultSink& sink)
      : lines_(lines), ground_(ground), sink_(sink) {}

  ImportCheck run(const LineProgress& progress) {
    ImportLine line;
    while (!out_.broken && lines_.next(line)) {
      take(line);
      progress(++out_.lines);
    }
    if (!out_.broken) check_order();
    check_filled();
    if (out_.records.marks().empty() && out_.faults == 0) broken_at(1, empty());
    out_.remarks = lines_.remarks();
    return std::move(out_);
  }

 private:
  const char* word(const char* zh, const char* en) const { return ground_.console.word(zh, en); }
  const char* empty() const { return word("文件中没有记录", "the file holds no record"); }

  void fault(const ImportFault& fault) {
    ++out_.faults;
    sink_(fault);
  }

  void broken_at(std::size_t line, std::string what) {
    out_.broken = true;
    fault({line, 0, std::move(what)});
  }

  void take(const ImportLine& line) {
    const std::size_t before = out_.faults;
    for (const ImportFault& one : line.faults) fault(one);
    if (line.ends) {
      out_.broken = true;
      return;
    }
    if (out_.records.marks().size() >= RecordTable::kRecordsMax) {
      broken_at(line.line, word("记录过多", "there are too many records in one file"));
      return;
    }
    // A line whose case number is missing is of no record: it is bad by itself.
    const bool of_none = line.key.empty() && line.cells.empty() && !line.faults.empty();
    if (of_none) return;
    const std::uint32_t number = out_.records.take(line);
    check_parts(line, number);
    const std::size_t size = check_cells(line, number);
    RecordMark& mark = out_.records.marks()[number];
    mark.size += static_cast<std::uint32_t>(size);
    mark.rows += static_cast<std::uint32_t>(line.rows.size());
    ++mark.lines;
    order_.emplace_back(number, static_cast<std::uint32_t>(size));
    if (mark.size > kRecordTextMax) {
      fault({line.line, 0, word("记录过大", "the record is too large")});
    }
    if (mark.rows > DraftBuilder::kRowsMax) {
      fault({line.line, 0, word("行数过多", "the record has too many rows")});
    }
    mark.bad = mark.bad || out_.faults > before;
  }

  // That no part of a record stands twice.
  void check_parts(const ImportLine& line, std::uint32_t number) {
    const bool again = out_.records.marks()[number].lines > 0;
    if (lines_.whole()) {
      if (again) {
        fault({line.line, line.column,
               word("案号重复", "this case number stands in the file already")});
      }
      if (line.rows.size() < 2) return;
    }
    for (const ImportRow& part : line.parts) check_part(part, number);
    for (const ImportRow& row : line.rows) {
      if (!row.number.empty()) check_part(row, number);
    }
  }

  void check_part(const ImportRow& part, std::uint32_t number) {
    const std::string name = std::to_string(number) + "." + std::to_string(part.entity->id) + "." +
                             (part.entity->many ? part.number : std::string("1"));
    if (parts_.insert(read_le64(crypto::blake2b(view_of(name)).data())).second) return;
    fault({part.line, part.column,
           word("同一案件的此行重复", "this row of the record stands twice")});
  }

  // The bytes of the line's texts.
  std::size_t check_cells(const ImportLine& line, std::uint32_t number) {
    DraftBuilder draft(ground_.policy, ground_.charter, DraftBuilder::Numbers::checked);
    std::size_t size = 0;
    const auto check = [&](const ImportCell& cell) {
      size += cell.text.size();
      out_.classes.insert(cell.field->cls);
      out_.acts = out_.acts || is_act(cell.field->fact);
      if (auto why = set_cell(draft, cell, cell.row, ground_.console)) {
        fault({cell.line, cell.column, std::move(*why)});
      }
    };
    if (line.number && out_.records.marks()[number].lines == 0) check(*line.number);
    for (const ImportCell& cell : line.cells) check(cell);
    return size + kCellSize * line.cells.size();
  }

  // That the second reading can put records together in bounded memory.
  void check_order() {
    const auto& marks = out_.records.marks();
    std::vector<std::uint32_t> seen(marks.size());
    std::vector<std::size_t> held(marks.size());
    std::size_t open = 0;
    for (const auto& [number, size] : order_) {
      held[number] += size;
      open += size;
      if (++seen[number] == marks[number].lines) open -= held[number];
      if (open <= kOpenMax) continue;
      broken_at(marks[number].line,
                word("同一案件的各行相距过远，请先按案号排序",
                     "the lines of records stand too far apart: sort the table by case number"));
      return;
    }
  }

  void check_filled() {
    for (RecordMark& mark : out_.records.marks()) {
      if (mark.bad || mark.size > 0) continue;
      mark.bad = true;
      fault({mark.line, 0, word("此记录没有内容", "the record is empty")});
    }
  }

  LineReader& lines_;
  const ImportGround& ground_;
  const FaultSink& sink_;
  ImportCheck out_;
  std::unordered_set<std::uint64_t> parts_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> order_;  // record and size of each line
};

}  // namespace

std::size_t ImportCheck::good() const noexcept {
  if (broken) return 0;
  return static_cast<std::size_t>(std::count_if(records.marks().begin(), records.marks().end(),
                                                [](const RecordMark& mark) { return !mark.bad; }));
}

ImportCheck check_lines(LineReader& lines, const ImportGround& ground, const FaultSink& sink,
                        const LineProgress& progress) {
  return Checking(lines, ground, sink).run(progress);
}

}  // namespace veil::tools
