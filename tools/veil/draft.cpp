#include "tools/veil/draft.h"

#include <algorithm>
#include <charconv>

#include "redact/veil/number.h"

namespace veil::tools {
namespace {

tl::unexpected<Error> unfit(const redact::Field& field, const std::string& why) {
  return fail(Code::InvalidArgument, field.name + ": " + why);
}

// Names between 、 , ; and line breaks, as tables list several people in one cell.
std::vector<std::string> names_in(std::string_view text) {
  std::string flat(text);
  for (const std::string_view mark : {"、", "，", "；", ";", "\n"}) {
    for (auto at = flat.find(mark); at != std::string::npos; at = flat.find(mark)) {
      flat.replace(at, mark.size(), ",");
    }
  }
  std::vector<std::string> out;
  std::size_t begin = 0;
  while (begin <= flat.size()) {
    const auto end = std::min(flat.find(',', begin), flat.size());
    std::string name = flat.substr(begin, end - begin);
    const auto first = name.find_first_not_of(" \r\t");
    if (first != std::string::npos) {
      out.push_back(name.substr(first, name.find_last_not_of(" \r\t") + 1 - first));
    }
    begin = end + 1;
  }
  return out;
}

}  // namespace

Result<FieldPlace> parse_place(const redact::Schema& schema, std::string_view text) {
  const auto mark = text.find('#');
  FieldPlace out;
  out.field = schema.field(text.substr(0, mark));
  if (out.field == nullptr) {
    return fail(Code::InvalidArgument,
                "the policy has no such field; `veil get` shows their names");
  }
  const bool many = schema.entity(out.field->entity)->many;
  if (mark == std::string_view::npos) {
    if (many) return unfit(*out.field, "say which row: " + out.field->name + "#+1 for a new one");
    return out;
  }
  std::string_view digits = text.substr(mark + 1);
  const bool is_new = digits.starts_with('+');
  if (is_new) digits.remove_prefix(1);
  redact::Row row = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), row);
  if (error != std::errc() || end != digits.data() + digits.size() || row == 0) {
    return unfit(*out.field, "a row is a number from 1, or +1, +2 for new ones");
  }
  if (!many) return unfit(*out.field, "this part of a record has one row only");
  if (is_new && row > DraftBuilder::kRowsMax) return unfit(*out.field, "too many rows");
  if (!is_new && row >= store::kNewRow) return unfit(*out.field, "there is no such row");
  out.row = is_new ? store::kNewRow + (row - 1) : row;
  return out;
}

Result<> DraftBuilder::set(const FieldPlace& place, std::string_view text) {
  const redact::Field& field = *place.field;
  if (text.empty()) return unfit(field, "the text is empty; to take a value away, clear the field");
  if (field.fact != redact::FactKind::none) return set_fact(field, text);
  auto value = redact::parse_value(schema_, field, text);
  if (!value) return unfit(field, value.error().message);
  const auto* written = std::get_if<std::string>(&*value);
  if (numbers_ == Numbers::checked && field.type == redact::FieldType::cn_id &&
      written != nullptr && !redact::cn_id_passes(*written)) {
    return unfit(field,
                 "the number does not pass its check: place, date of birth or last character");
  }
  draft_.edits.push_back({field.id, place.row, std::move(*value)});
  return {};
}

Result<> DraftBuilder::clear(const FieldPlace& place) {
  const redact::Field& field = *place.field;
  switch (field.fact) {
    case redact::FactKind::none:
      draft_.edits.push_back({field.id, place.row, std::nullopt});
      return {};
    case redact::FactKind::assigned:
      draft_.facts.assigned.emplace();
      return {};
    case redact::FactKind::conflicts:
      draft_.facts.conflicts.emplace();
      return {};
    case redact::FactKind::status:
      draft_.facts.status.emplace();
      return {};
    case redact::FactKind::created_by:
    case redact::FactKind::created_at:
    case redact::FactKind::opened_on:
      break;
  }
  return unfit(field, "this cannot be cleared");
}

Result<> DraftBuilder::set_fact(const redact::Field& field, std::string_view text) {
  switch (field.fact) {
    case redact::FactKind::assigned:
    case redact::FactKind::conflicts: {
      auto numbers = people(field, text);
      if (!numbers) return fail(numbers.error());
      (field.fact == redact::FactKind::assigned ? draft_.facts.assigned : draft_.facts.conflicts) =
          std::move(*numbers);
      return {};
    }
    case redact::FactKind::status:
    case redact::FactKind::opened_on: {
      auto value = redact::parse_value(schema_, field, text);
      if (!value) return unfit(field, value.error().message);
      if (const auto* date = std::get_if<redact::Date>(&*value)) {
        draft_.facts.opened_on = *date;
      } else if (const auto* code = std::get_if<redact::CodeEntry>(&*value)) {
        draft_.facts.status = code->code;
      } else if (const auto* word = std::get_if<std::string>(&*value)) {
        draft_.facts.status = *word;
      } else {
        return unfit(field, "this must be known");
      }
      return {};
    }
    case redact::FactKind::none:
    case redact::FactKind::created_by:
    case redact::FactKind::created_at:
      break;
  }
  return unfit(field, "the store sets this itself");
}

Result<std::vector<redact::PersonId>> DraftBuilder::people(const redact::Field& field,
                                                           std::string_view text) const {
  std::vector<redact::PersonId> out;
  for (const std::string& name : names_in(text)) {
    const store::RosterEntry* person = charter_.person(std::string_view(name));
    if (person == nullptr) return unfit(field, "a name is not in the roster");
    out.push_back(person->number);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  if (out.empty()) return unfit(field, "there is no name in it");
  return out;
}

}  // namespace veil::tools
