#include "tools/veil/import/table_lines.h"

#include <algorithm>
#include <charconv>

#include "redact/normal_form.h"
#include "tools/veil/import/cell.h"

namespace veil::tools {
namespace {

constexpr std::size_t kRowDigitsMax = 9;
constexpr std::size_t kTitlesMax = 5;  // lines above the headings

bool is_blank(const std::vector<TableCell>& cells) {
  return std::all_of(cells.begin(), cells.end(), [](const TableCell& cell) {
    return cell.kind != TableCell::Kind::refused && trimmed(cell.text).empty();
  });
}

// The number of a row: digits, not 0; nothing else.
bool is_row_number(std::string_view text) {
  return text.size() <= kRowDigitsMax && text.find_first_not_of("0123456789") == text.npos &&
         text.front() != '0';
}

bool is_total(std::string_view text) {
  return text == "合计" || text == "总计" || text == "小计" || text == "共计";
}

}  // namespace

std::vector<std::string> TableLines::remarks() const {
  std::vector<std::string> out = table_->remarks();
  if (titles_ > 0) {
    out.emplace_back(word("标题行未导入", "what stands above the headings was taken for a title"));
  }
  return out;
}

TableLines::TableLines(std::unique_ptr<TableReader> table, std::vector<std::string> ignored,
                       const ImportGround& ground)
    : table_(std::move(table)),
      ignored_(std::move(ignored)),
      ground_(ground),
      schema_(ground.policy.schema()),
      number_(case_number_field(schema_)) {}

bool TableLines::next(ImportLine& line) {
  line = {};
  if (ended_) return false;
  if (!headed_ && !read_headings_of(line)) return true;
  for (;;) {
    auto more = table_->next(cells_);
    if (!more) return take_reader_fault(more.error().message, line);
    if (!*more) return false;
    if (is_blank(cells_)) continue;
    line.line = cells_.front().line;
    take(line);
    return true;
  }
}

// The first row that holds anything; false if the file ends with what was found there.
bool TableLines::read_headings_of(ImportLine& line) {
  headed_ = true;
  for (;;) {
    auto more = table_->next(cells_);
    if (!more) {
      take_reader_fault(more.error().message, line);
      return false;
    }
    if (!*more) {
      line.faults = std::move(first_title_);
      titles_ = 0;
      if (line.faults.empty()) {
        line.faults.push_back({1, 0, word("文件是空的", "the file is empty")});
      }
      break;
    }
    if (is_blank(cells_)) continue;
    std::vector<ImportFault> faults;
    headings_ = read_headings(cells_, ignored_, ground_, faults);
    // A title above the table: one cell alone that is no heading.
    const auto filled = std::count_if(cells_.begin(), cells_.end(), [](const TableCell& cell) {
      return !trimmed(cell.text).empty();
    });
    if (filled == 1 && !faults.empty() && titles_ < kTitlesMax) {
      ++titles_;
      if (titles_ == 1) first_title_ = std::move(faults);
      continue;
    }
    line.faults = std::move(faults);
    if (line.faults.empty()) return true;
    break;
  }
  line.ends = ended_ = true;
  return false;
}

// The reader's own "line 3, column 5: reason" as a fault that ends the file.
bool TableLines::take_reader_fault(const std::string& message, ImportLine& line) {
  std::string_view text = message;
  const auto number_behind = [&](std::string_view word) {
    std::size_t out = 0;
    if (text.starts_with(word)) {
      text.remove_prefix(word.size());
      const auto end = std::from_chars(text.data(), text.data() + text.size(), out).ptr;
      text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    }
    return out;
  };
  const std::size_t row = number_behind("line ");
  const std::size_t column = number_behind(", column ");
  if (text.starts_with(": ")) text.remove_prefix(2);
  line.line = row;
  line.faults.push_back({row, column, std::string(text)});
  line.ends = ended_ = true;
  return true;
}

void TableLines::fault(ImportLine& line, std::size_t at, std::string what) const {
  const std::size_t where = at < cells_.size() ? cells_[at].line : cells_.front().line;
  line.faults.push_back({where, at + 1, std::move(what)});
}

std::string TableLines::text_at(std::optional<std::size_t> at) const {
  if (!at || *at >= cells_.size() || cells_[*at].kind == TableCell::Kind::refused) return {};
  return trimmed(cells_[*at].text);
}

void TableLines::take(ImportLine& line) {
  if (!take_key(line)) return;
  const redact::Entity* entity = nullptr;
  if (headings_.entity_at) {
    entity = entity_named(schema_, text_at(headings_.entity_at));
    if (entity == nullptr) {
      fault(line, *headings_.entity_at,
            word("策略中没有此类型", "the policy has no part of a record of this name"));
      return;
    }
    if (!take_part(*entity, line)) return;
  }
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    if (cells_[i].kind == TableCell::Kind::refused || !trimmed(cells_[i].text).empty()) {
      take_cell(i, entity, line);
    }
  }
}

bool TableLines::take_key(ImportLine& line) {
  if (!headings_.record_at) return true;
  const std::size_t at = *headings_.record_at;
  line.column = at + 1;
  const std::string text = text_at(at);
  const bool is_refused = at < cells_.size() && cells_[at].kind == TableCell::Kind::refused;
  if (is_refused) {
    fault(line, at, cells_[at].text);
    return false;
  }
  if (text.empty()) {
    fault(line, at, word("缺少案号", "the case number is missing"));
    return false;
  }
  if (is_total(text)) {
    fault(line, at, word("此行是合计", "this is a line of totals"));
    return false;
  }
  line.key = case_key(text);
  if (number_ != nullptr && !headings_.number_has_column) {
    line.number = ImportCell{number_, 0, cells_[at].kind, text, cells_[at].line, at + 1};
  }
  return true;
}

// False where the line is refused.
bool TableLines::take_part(const redact::Entity& entity, ImportLine& line) {
  const std::string number = text_at(headings_.row_at);
  const std::size_t at = headings_.row_at.value_or(*headings_.entity_at);
  const bool fits = number.empty() || (is_row_number(number) && (entity.many || number == "1"));
  if (!fits) {
    fault(line, at,
          entity.many ? word("行号应为从 1 起的数字", "the number of a row is a number from 1")
                      : word("此类型只有一行", "this part of a record has one row only"));
    return false;
  }
  ImportRow row{&entity, number, cells_.front().line, at + 1};
  (entity.many ? line.rows : line.parts).push_back(std::move(row));
  return true;
}

void TableLines::take_cell(std::size_t at, const redact::Entity* entity, ImportLine& line) {
  if (at >= headings_.columns.size()) {
    fault(line, at, word("多出的单元格", "there are more cells than columns"));
    return;
  }
  const Column& column = headings_.columns[at];
  if (column.kind == Column::Kind::nothing && !column.may_hold) {
    fault(line, at, word("此列没有列名", "this column has no heading"));
  }
  if (column.kind != Column::Kind::field) return;
  const auto field = entity != nullptr ? column.fields.find(entity->id) : column.fields.begin();
  if (field == column.fields.end()) {
    fault(line, at,
          word("此列不属于该类型", "this column does not belong to this part of a record"));
    return;
  }
  const TableCell& cell = cells_[at];
  const redact::Row row = entity != nullptr && entity->many ? store::kNewRow : 0;
  // Texts keep their line breaks and inner blanks; what stands around a value is the table's.
  const bool is_refused = cell.kind == TableCell::Kind::refused;
  line.cells.push_back({field->second, row, cell.kind, is_refused ? cell.text : trimmed(cell.text),
                        cell.line, at + 1});
}

const redact::Field* case_number_field(const redact::Schema& schema) noexcept {
  const redact::Field* field = schema.field(std::string_view("case.no"));
  const bool fits = field != nullptr && field->type == redact::FieldType::string &&
                    !schema.entity(field->entity)->many;
  return fits ? field : nullptr;
}

std::string case_key(std::string_view text) {
  return redact::normal_form(redact::FieldType::string, text).value_or(std::string(text));
}

}  // namespace veil::tools
