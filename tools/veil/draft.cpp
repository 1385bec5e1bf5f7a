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

// Of a code, a text.
std::string word_of(const redact::Value& value) {
  const auto* code = std::get_if<redact::CodeEntry>(&value);
  return code != nullptr ? code->code : std::get<std::string>(value);
}

// The first moment that no longer belongs to the day.
std::optional<std::uint64_t> end_of_day(const redact::Date& day, int utc_offset_minutes) {
  constexpr std::int64_t kDayMs = 24LL * 60 * 60 * 1000;
  const std::int64_t end = (std::int64_t{day.days} + 1) * kDayMs;
  const std::int64_t utc = end - std::int64_t{utc_offset_minutes} * 60 * 1000;
  if (utc < 0) return std::nullopt;
  return static_cast<std::uint64_t>(utc);
}

// The act of that row, made if it is not there yet.
template <class Act>
Act& of_row(std::vector<Act>& acts, redact::Row row) {
  for (Act& act : acts) {
    if (act.row == row) return act;
  }
  acts.push_back({});
  acts.back().row = row;
  return acts.back();
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
  if (field.fact != redact::FactKind::none) return set_fact(place, text);
  auto value = redact::parse_value(schema_, field, text);
  if (!value) return unfit(field, value.error().message);
  const auto* written = std::get_if<std::string>(&*value);
  if (numbers_ == Numbers::checked && field.type == redact::FieldType::cn_id &&
      written != nullptr && !redact::cn_id_passes(*written)) {
    return unfit(field,
                 "the number does not pass its check: place, date of birth or last character");
  }
  if (numbers_ == Numbers::checked && field.type == redact::FieldType::uscc && written != nullptr &&
      !redact::uscc_passes(*written)) {
    return unfit(field, "the code does not pass its check: its last character");
  }
  draft_.edits.push_back({field.id, place.row, std::move(*value)});
  return {};
}

bool DraftBuilder::sets(const redact::Field& field) const noexcept {
  return std::any_of(draft_.edits.begin(), draft_.edits.end(),
                     [&](const store::Edit& edit) { return edit.field == field.id; });
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
    default:
      return unfit(field, "this cannot be cleared");
  }
}

Result<> DraftBuilder::set_fact(const FieldPlace& place, std::string_view text) {
  const redact::Field& field = *place.field;
  if (field.fact == redact::FactKind::assigned || field.fact == redact::FactKind::conflicts) {
    auto numbers = people(field, text);
    if (!numbers) return fail(numbers.error());
    (field.fact == redact::FactKind::assigned ? draft_.facts.assigned : draft_.facts.conflicts) =
        std::move(*numbers);
    return {};
  }
  if (field.type == redact::FieldType::person) return unfit(field, "the store sets this itself");
  auto value = redact::parse_value(schema_, field, text);
  if (!value) return unfit(field, value.error().message);
  if (std::holds_alternative<redact::Unknown>(*value)) return unfit(field, "this must be known");
  if (redact::is_of_consent(field.fact)) return set_consent(place, *value);
  if (redact::is_of_referral(field.fact)) return set_referral(place, *value);
  switch (field.fact) {
    case redact::FactKind::status:
      draft_.facts.status = word_of(*value);
      return {};
    case redact::FactKind::opened_on:
      draft_.facts.opened_on = std::get<redact::Date>(*value);
      return {};
    case redact::FactKind::guardian_conflict:
      draft_.facts.guardian_conflict = std::get<bool>(*value);
      return {};
    default:
      return unfit(field, "the store sets this itself");
  }
}

Result<> DraftBuilder::set_consent(const FieldPlace& place, const redact::Value& value) {
  const redact::Field& field = *place.field;
  const bool is_new = place.row >= store::kNewRow;
  std::optional<std::uint64_t> until;
  if (const auto* date = std::get_if<redact::Date>(&value)) {
    if (date->precision != redact::Precision::day) return unfit(field, "say the day");
    until = end_of_day(*date, policy_.utc_offset_minutes());
    if (!until) return unfit(field, "the day lies outside of what can be kept");
  }
  if (field.fact == redact::FactKind::consent_withdrawn) {
    const bool* yes = std::get_if<bool>(&value);
    if (is_new || (yes != nullptr && !*yes)) {
      return unfit(field, "only what was given is withdrawn");
    }
    draft_.facts.ended.push_back({place.row, std::nullopt});
    return {};
  }
  if (!is_new) {
    if (!until) return unfit(field, "a consent is not altered: withdraw it and add another");
    draft_.facts.ended.push_back({place.row, until});
    return {};
  }
  store::ConsentGiven& given = of_row(draft_.facts.given, place.row);
  switch (field.fact) {
    case redact::FactKind::consent_scope:
      given.scope = word_of(value);
      return {};
    case redact::FactKind::consent_recipient:
      given.recipient = word_of(value);
      return {};
    case redact::FactKind::consent_giver:
      given.giver = word_of(value);
      return {};
    default:
      given.until_ms = until.value_or(0);
      return {};
  }
}

Result<> DraftBuilder::set_referral(const FieldPlace& place, const redact::Value& value) {
  const redact::Field& field = *place.field;
  const bool is_new = place.row >= store::kNewRow;
  if (is_new && field.fact == redact::FactKind::referral_to) {
    of_row(draft_.facts.offered, place.row).recipient = word_of(value);
    return {};
  }
  if (!is_new && field.fact == redact::FactKind::referral_status) {
    const auto status = redact::parse_referral_status(word_of(value));
    if (!status) return unfit(field, "a referral has no such state");
    draft_.facts.steps.push_back({place.row, *status, false});
    return {};
  }
  return unfit(field, is_new ? "the store sets this itself"
                             : "a referral is not altered: revoke it and offer another");
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
