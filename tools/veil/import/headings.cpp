#include "tools/veil/import/headings.h"

#include <algorithm>
#include <set>

#include "redact/unicode.h"

namespace veil::tools {
namespace {

using redact::Entity;
using redact::Field;

constexpr std::size_t kHeadingMax = 512;  // bytes

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), text) != names.end();
}

class Reading {
 public:
  Reading(const std::vector<std::string>& ignored, const ImportGround& ground,
          std::vector<ImportFault>& faults)
      : ground_(ground), schema_(ground.policy.schema()), faults_(faults) {
    for (const std::string& name : ignored) ignored_.insert(heading_key(name));
  }

  Headings run(const std::vector<TableCell>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) take(cells[i], i);
    if (!out_.record_at) adopt_number_column();
    if (!out_.entity_at) check_flat(cells);
    mark_number_column();
    return std::move(out_);
  }

 private:
  void fault(const TableCell& cell, std::size_t at, const char* zh, const char* en) {
    faults_.push_back({cell.line, at + 1, ground_.console.word(zh, en)});
  }

  void take(const TableCell& cell, std::size_t at) {
    const bool refused = cell.kind == TableCell::Kind::refused;
    if (refused) faults_.push_back({cell.line, at + 1, cell.text});
    const std::string name = refused ? std::string() : heading_key(cell.text);
    Column column;
    if (name.empty()) {
      // Nothing: spreadsheets save such columns where something was once formatted.
    } else if (ignored_.count(name) != 0 || is_one_of(name, {"序号", "no.", "#"})) {
      column.may_hold = true;
    } else if (is_one_of(name, {"案号", "case", "casenumber"})) {
      column.kind = Column::Kind::record;
      out_.record_at = at;
    } else if (is_one_of(name, {"类型", "entity", "type"})) {
      column.kind = Column::Kind::entity;
      out_.entity_at = at;
    } else if (is_one_of(name, {"行", "row"})) {
      column.kind = Column::Kind::row;
      out_.row_at = at;
    } else {
      column.kind = Column::Kind::field;
      column.fields = fields_named(name);
      if (column.fields.empty()) {
        fault(cell, at, "策略中没有此列", "the policy has no field for this column");
      }
    }
    if (!name.empty() && !seen_.insert(name).second) {
      fault(cell, at, "列名重复", "a column of this name stands twice");
    }
    out_.columns.push_back(std::move(column));
  }

  std::map<redact::EntityId, const Field*> fields_named(const std::string& name) const {
    std::map<redact::EntityId, const Field*> out;
    for (const Field& field : schema_.fields()) {
      const Entity& entity = *schema_.entity(field.entity);
      const auto dot = field.name.find('.');
      const std::string bare = field.name.substr(dot == std::string::npos ? 0 : dot + 1);
      for (const std::string& own : {bare, field.label.zh, field.label.en}) {
        const std::string key = heading_key(own);
        if (key == name) out.emplace(field.entity, &field);
        for (const std::string& part : {entity.name, entity.label.zh, entity.label.en}) {
          if (heading_key(part) + "." + key == name) return {{field.entity, &field}};
        }
      }
    }
    return out;
  }

  // Without 案号, the column of the case number itself groups the lines.
  void adopt_number_column() {
    const Field* number = case_number_field(schema_);
    if (number == nullptr) return;
    for (std::size_t i = 0; i < out_.columns.size(); ++i) {
      const auto& fields = out_.columns[i].fields;
      const auto at = fields.find(number->entity);
      if (at == fields.end() || at->second != number) continue;
      out_.columns[i] = {Column::Kind::record, false, {}};
      out_.record_at = i;
      return;
    }
  }

  // Without a column that says the entity, a column's name must mean one field.
  void check_flat(const std::vector<TableCell>& cells) {
    for (std::size_t i = 0; i < out_.columns.size(); ++i) {
      auto& fields = out_.columns[i].fields;
      if (fields.empty()) continue;
      std::erase_if(fields, [&](const auto& one) { return schema_.entity(one.first)->many; });
      if (fields.size() == 1) continue;
      fault(cells[i], i, "没有「类型」列时，列名必须唯一对应一个单行字段",
            "without a column 'entity', a column must name one field of a part with one row");
    }
  }

  void mark_number_column() {
    const Field* number = case_number_field(schema_);
    out_.number_has_column =
        std::any_of(out_.columns.begin(), out_.columns.end(), [&](const Column& column) {
          return std::any_of(column.fields.begin(), column.fields.end(),
                             [&](const auto& one) { return one.second == number; });
        });
  }

  const ImportGround& ground_;
  const redact::Schema& schema_;
  std::vector<ImportFault>& faults_;
  std::set<std::string> ignored_;
  std::set<std::string> seen_;
  Headings out_;
};

}  // namespace

std::string heading_key(std::string_view text) {
  std::string flat(text);
  for (char& c : flat) {
    if (c == '\r' || c == '\n' || c == '\t') c = ' ';  // a heading in two lines
  }
  const auto folded = redact::fold(flat, kHeadingMax);
  if (!folded) return flat;
  std::string out;
  for (const char32_t c : *folded) {
    if (c == U' ' || c == U'*') continue;
    redact::append_utf8(out, c >= U'A' && c <= U'Z' ? c - U'A' + U'a' : c);
  }
  for (const std::string_view behind : {"(必填)", "(选填)", "(required)", "(optional)"}) {
    if (out.ends_with(behind)) out.resize(out.size() - behind.size());
  }
  return out;
}

Headings read_headings(const std::vector<TableCell>& cells, const std::vector<std::string>& ignored,
                       const ImportGround& ground, std::vector<ImportFault>& faults) {
  return Reading(ignored, ground, faults).run(cells);
}

const redact::Entity* entity_named(const redact::Schema& schema, std::string_view text) {
  const std::string key = heading_key(text);
  for (const Entity& entity : schema.entities()) {
    if (is_one_of(key, {heading_key(entity.name), heading_key(entity.label.zh),
                        heading_key(entity.label.en)})) {
      return &entity;
    }
  }
  return nullptr;
}

}  // namespace veil::tools
