#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <sstream>

#include "tools/veil/csv.h"
#include "tools/veil/import_plan.h"

namespace veil::tools {
namespace {

using redact::Entity;
using redact::Field;

// What a column holds: one of the three that order the lines, or a field in each entity that has
// one of that name.
struct Column {
  enum class Kind { record, entity, row, field };
  Kind kind = Kind::field;
  std::map<redact::EntityId, const Field*> fields;
};

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") + 1 - first));
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), text) != names.end();
}

class CsvPlan {
 public:
  explicit CsvPlan(const ImportGround& ground) : ground_(ground), schema_(ground.policy.schema()) {}

  ImportPlan run(const std::string& text) {
    std::istringstream in(text);
    CsvReader reader(in);
    std::vector<CsvCell> cells;
    bool headed = false;
    for (;;) {
      auto more = reader.next(cells);
      if (!more) {
        take_reader_fault(more.error().message);
        break;
      }
      if (!*more) break;
      if (headed) {
        take_line(cells);
      } else {
        take_headings(cells);
        headed = true;
        if (!plan_.faults.empty()) break;
      }
    }
    if (!headed && plan_.faults.empty()) fault(1, 0, "the file is empty");
    for (Open& record : records_) plan_.drafts.push_back(record.draft.take());
    return std::move(plan_);
  }

 private:
  // A record whose lines are being gathered.
  struct Open {
    DraftBuilder draft;
    redact::Row rows = 0;                                     // new rows so far
    std::set<std::pair<redact::EntityId, std::string>> seen;  // entity and row, as written
  };

  void fault(std::size_t line, std::size_t column, std::string what) {
    plan_.faults.push_back({line, column, std::move(what)});
  }

  // The reader's own "line 3, column 5: reason".
  void take_reader_fault(std::string_view text) {
    const auto number_behind = [&](std::string_view word) {
      std::size_t out = 0;
      if (text.starts_with(word)) {
        text.remove_prefix(word.size());
        const auto end = std::from_chars(text.data(), text.data() + text.size(), out).ptr;
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
      }
      return out;
    };
    const std::size_t line = number_behind("line ");
    const std::size_t column = number_behind(", column ");
    if (text.starts_with(": ")) text.remove_prefix(2);
    fault(line, column, std::string(text));
  }

  const char* word(const char* zh, const char* en) const { return ground_.console.word(zh, en); }

  void take_headings(const std::vector<CsvCell>& cells) {
    std::set<std::string> seen;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string name = trimmed(cells[i].text);
      Column column;
      if (is_one_of(name, {"案号", "case", "case number"})) {
        column.kind = Column::Kind::record;
        record_at_ = i;
      } else if (is_one_of(name, {"类型", "entity", "type"})) {
        column.kind = Column::Kind::entity;
        entity_at_ = i;
      } else if (is_one_of(name, {"行", "row"})) {
        column.kind = Column::Kind::row;
        row_at_ = i;
      } else {
        column.fields = fields_named(name);
        if (column.fields.empty()) {
          fault(cells[i].line, i + 1,
                word("策略中没有此列", "the policy has no field for this column"));
        }
      }
      if (!seen.insert(name).second) {
        fault(cells[i].line, i + 1, word("列名重复", "a column of this name stands twice"));
      }
      columns_.push_back(std::move(column));
    }
    if (!entity_at_) check_flat_columns(cells);
  }

  std::map<redact::EntityId, const Field*> fields_named(const std::string& name) const {
    std::map<redact::EntityId, const Field*> out;
    if (const Field* whole = schema_.field(name)) {
      out.emplace(whole->entity, whole);
      return out;
    }
    for (const Entity& entity : schema_.entities()) {
      if (const Field* field = schema_.field(entity.name + "." + name)) {
        out.emplace(entity.id, field);
      }
    }
    return out;
  }

  // Without a column that says the entity, a column's name must mean one field.
  void check_flat_columns(const std::vector<CsvCell>& cells) {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].kind != Column::Kind::field) continue;
      auto& fields = columns_[i].fields;
      if (fields.empty()) continue;  // said already
      std::erase_if(fields, [&](const auto& one) { return schema_.entity(one.first)->many; });
      if (fields.size() != 1) {
        fault(
            cells[i].line, i + 1,
            word("没有「类型」列时，列名必须唯一对应一个单行字段",
                 "without a column 'entity', a column must name one field of a part with one row"));
      }
    }
  }

  static std::string text_at(const std::vector<CsvCell>& cells, std::optional<std::size_t> at) {
    return at && *at < cells.size() ? trimmed(cells[*at].text) : std::string();
  }

  Open* record_of(const std::vector<CsvCell>& cells) {
    const std::string name = text_at(cells, record_at_);
    if (record_at_ && name.empty()) {
      fault(cells.front().line, *record_at_ + 1, word("缺少案号", "the case number is missing"));
      return nullptr;
    }
    const auto known = record_at_ ? by_name_.find(name) : by_name_.end();
    if (known != by_name_.end()) return &records_[known->second];
    if (record_at_) by_name_.emplace(name, records_.size());
    records_.push_back(
        {DraftBuilder(ground_.policy, ground_.charter, DraftBuilder::Numbers::checked), 0, {}});
    Open& record = records_.back();
    const Field* number = schema_.field("case.no");
    const bool has_column =
        std::any_of(columns_.begin(), columns_.end(), [&](const Column& column) {
          return number != nullptr && column.kind == Column::Kind::field &&
                 column.fields.count(number->entity) != 0 &&
                 column.fields.at(number->entity) == number;
        });
    if (record_at_ && number != nullptr && !has_column) {
      set(record, {number, 0}, cells[*record_at_], *record_at_);
    }
    return &record;
  }

  // The entity that a line is of; null where the line has none (and then every column names its
  // own) or a wrong one.
  const Entity* entity_of(const std::vector<CsvCell>& cells, bool& wrong) {
    if (!entity_at_) return nullptr;
    const std::string name = text_at(cells, entity_at_);
    for (const Entity& entity : schema_.entities()) {
      if (is_one_of(name, {entity.name, entity.label.zh, entity.label.en})) return &entity;
    }
    wrong = true;
    fault(cells.front().line, *entity_at_ + 1,
          word("策略中没有此类型", "the policy has no part of a record of this name"));
    return nullptr;
  }

  // The row's number, or nothing where the line is refused.
  std::optional<redact::Row> row_of(Open& record, const Entity& entity,
                                    const std::vector<CsvCell>& cells) {
    const std::string text = text_at(cells, row_at_);
    const std::size_t column = row_at_.value_or(entity_at_.value_or(0)) + 1;
    unsigned number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool is_number = error == std::errc() && end == text.data() + text.size() && number > 0;
    if (!text.empty() && (!is_number || (!entity.many && number != 1))) {
      fault(cells.front().line, column,
            entity.many ? word("行号应为正整数", "a row is a number from 1")
                        : word("此类型只有一行", "this part of a record has one row only"));
      return std::nullopt;
    }
    const std::string key = entity.many ? text : "1";
    if (!key.empty() && !record.seen.emplace(entity.id, key).second) {
      fault(cells.front().line, column,
            word("同一案件的此行重复", "this row of the record stands twice"));
      return std::nullopt;
    }
    if (!entity.many) return 0;
    if (record.rows >= DraftBuilder::kRowsMax) {
      fault(cells.front().line, column, word("行数过多", "too many rows"));
      return std::nullopt;
    }
    return store::kNewRow + record.rows++;
  }

  void take_line(const std::vector<CsvCell>& cells) {
    const bool blank = std::all_of(cells.begin(), cells.end(),
                                   [](const CsvCell& cell) { return trimmed(cell.text).empty(); });
    if (blank) return;
    if (cells.size() > columns_.size()) {
      fault(cells.front().line, columns_.size() + 1,
            word("多出的单元格", "there are more cells than columns"));
      return;
    }
    bool wrong = false;
    const Entity* entity = entity_of(cells, wrong);
    if (wrong) return;
    Open* record = record_of(cells);
    if (record == nullptr) return;
    redact::Row row = 0;
    if (entity != nullptr) {
      const auto number = row_of(*record, *entity, cells);
      if (!number) return;
      row = *number;
    }
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (columns_[i].kind != Column::Kind::field || trimmed(cells[i].text).empty()) continue;
      const auto& fields = columns_[i].fields;
      const auto at = entity != nullptr ? fields.find(entity->id) : fields.begin();
      if (at == fields.end()) {
        fault(cells[i].line, i + 1,
              word("此列不属于该类型", "this column does not belong to this part of a record"));
        continue;
      }
      set(*record, {at->second, row}, cells[i], i);
    }
  }

  void set(Open& record, const FieldPlace& place, const CsvCell& cell, std::size_t column) {
    // Texts keep their line breaks and inner blanks; what stands around a value is the table's.
    auto done = record.draft.set(place, trimmed(cell.text));
    if (!done) {
      fault(cell.line, column + 1, cell_fault(*place.field, done.error(), ground_.console));
    }
  }

  const ImportGround& ground_;
  const redact::Schema& schema_;
  std::vector<Column> columns_;
  std::optional<std::size_t> record_at_;
  std::optional<std::size_t> entity_at_;
  std::optional<std::size_t> row_at_;
  std::vector<Open> records_;
  std::map<std::string, std::size_t> by_name_;
  ImportPlan plan_;
};

}  // namespace

std::string cell_fault(const Field& field, const Error& error, const Console& console) {
  std::string why = error.message;
  const std::string prefix = field.name + ": ";
  if (why.starts_with(prefix)) why.erase(0, prefix.size());
  return console.label(field.label) + ": " + why;
}

ImportPlan plan_csv(const std::string& text, const ImportGround& ground) {
  return CsvPlan(ground).run(text);
}

}  // namespace veil::tools
