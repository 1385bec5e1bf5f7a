#include "tools/veil/import/json_lines.h"

#include <set>

#include "tools/veil/import/cell.h"
#include "tools/veil/strict_json.h"

namespace veil::tools {
namespace {

namespace json = boost::json;

std::string string_of(json::string_view text) {
  return {text.data(), text.size()};
}

// The text that a person would type; nothing for null and for what is no single value.
std::optional<std::string> text_of_json(const json::value& value) {
  if (const auto* text = value.if_string()) return std::string(text->data(), text->size());
  if (const auto* number = value.if_int64()) return std::to_string(*number);
  if (const auto* number = value.if_uint64()) return std::to_string(*number);
  if (const auto* yes = value.if_bool()) return std::string(*yes ? "yes" : "no");
  return std::nullopt;
}

void fault(ImportLine& line, std::string what) {
  line.faults.push_back({line.line, 0, std::move(what)});
}

}  // namespace

JsonLines::JsonLines(const ByteSource& source, const ImportGround& ground)
    : ground_(ground),
      schema_(ground.policy.schema()),
      text_(source, Encoding::utf8),
      in_(&text_) {}

bool JsonLines::next(ImportLine& line) {
  line = {};
  std::string text;
  while (!ended_) {
    ++number_;
    line.line = number_;
    if (!read(text, line)) {
      ended_ = true;
      return !line.faults.empty();
    }
    if (line.ends) {
      ended_ = true;
      return true;
    }
    if (text.find_first_not_of(" \t\r") == std::string::npos) continue;
    any_ = true;
    auto value = parse_json(text);
    if (!value) {
      fault(line, value.error().message);
    } else if (const auto* object = value->if_object()) {
      take(*object, line);
    } else {
      fault(line, "an object is expected");
    }
    return true;
  }
  return false;
}

// False at the end; a line that is too long ends the file.
bool JsonLines::read(std::string& text, ImportLine& line) {
  text.clear();
  for (int c = in_.get(); c != std::istream::traits_type::eof(); c = in_.get()) {
    if (c == '\n') return true;
    if (text.size() == kLineMax) {
      line.ends = true;
      fault(line, "the line is too long");
      return true;
    }
    text.push_back(static_cast<char>(c));
  }
  if (in_.bad()) {
    line.ends = true;
    fault(line, "the file cannot be read to its end");
    return true;
  }
  if (!text.empty()) return true;
  if (!any_) {
    line.ends = true;
    fault(line, "the file is empty");
  }
  return false;
}

void JsonLines::take(const json::object& object, ImportLine& line) const {
  for (const auto& [key, value] : object) {
    const auto* inner = value.if_object();
    if (inner == nullptr || (key != "fields" && key != "rows")) {
      fault(line, "a record has \"fields\" and \"rows\", which are objects");
    } else if (key == "fields") {
      take_fields(*inner, nullptr, 0, line);
    } else {
      take_rows(*inner, line);
    }
  }
  if (line.cells.empty() && line.faults.empty()) fault(line, "the record is empty");
  take_number(line);
}

void JsonLines::take_rows(const json::object& object, ImportLine& line) const {
  for (const auto& [key, value] : object) {
    const redact::Entity* entity = schema_.entity(string_of(key));
    const auto* list = value.if_array();
    if (entity == nullptr || !entity->many || list == nullptr) {
      fault(line, "\"rows\" has lists of objects, by entities that have many rows");
      continue;
    }
    for (const json::value& item : *list) {
      const auto* fields = item.if_object();
      if (fields == nullptr || line.rows.size() >= DraftBuilder::kRowsMax) {
        fault(line, fields == nullptr ? "a row is an object" : "too many rows");
        return;
      }
      const auto row = static_cast<redact::Row>(line.rows.size());
      line.rows.push_back({entity, {}, line.line, 0});
      take_fields(*fields, entity, store::kNewRow + row, line);
    }
  }
}

void JsonLines::take_fields(const json::object& object, const redact::Entity* entity,
                            redact::Row row, ImportLine& line) const {
  for (const auto& [key, value] : object) {
    const std::string name = string_of(key);
    if (entity != nullptr && name == "row") {
      if (const auto* number = value.if_int64(); number != nullptr && *number > 0) {
        line.rows.back().number = std::to_string(*number);
      } else {
        fault(line, "the number of a row is a number from 1");
      }
      continue;
    }
    const redact::Field* field = schema_.field(name);
    if (field == nullptr && entity != nullptr) field = schema_.field(entity->name + "." + name);
    const bool fits =
        field != nullptr &&
        (entity != nullptr ? field->entity == entity->id : !schema_.entity(field->entity)->many);
    if (!fits) {
      fault(line, "a key is no field of this part of the record");
      continue;
    }
    if (value.is_null()) continue;
    const auto text = text_of_json(value);
    if (!text) {
      fault(line, ground_.console.label(field->label) +
                      ": want a string, a whole number, true, false or null");
      continue;
    }
    line.cells.push_back({field, row, TableCell::Kind::text, trimmed(*text), line.line, 0});
  }
}

// Which record it is, and the same field twice under two names.
void JsonLines::take_number(ImportLine& line) const {
  const redact::Field* number = case_number_field(schema_);
  std::set<std::pair<redact::Row, redact::FieldId>> seen;
  for (const ImportCell& cell : line.cells) {
    if (cell.field == number) line.key = case_key(cell.text);
    if (!seen.emplace(cell.row, cell.field->id).second) {
      fault(line, ground_.console.label(cell.field->label) + ": it is given twice");
    }
  }
}

}  // namespace veil::tools
