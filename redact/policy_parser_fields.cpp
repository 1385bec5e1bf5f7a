#include <algorithm>
#include <array>

#include "redact/policy_parser.h"

namespace veil::redact {
namespace {

constexpr std::int64_t kFenInYuan = 100;
constexpr std::int64_t kBoundMax = 1'000'000'000'000;
constexpr std::int64_t kAgeMax = 150;

// What a veil knows the shape of. `none` and `keep` are for all.
bool fits(VeilKind kind, FieldType type) {
  switch (kind) {
    case VeilKind::none:
    case VeilKind::keep:
    case VeilKind::present:
      return true;
    case VeilKind::surname:
      return type == FieldType::name;
    case VeilKind::last4:
    case VeilKind::valid:
      return type == FieldType::cn_id || type == FieldType::phone || type == FieldType::account ||
             type == FieldType::uscc;
    case VeilKind::age:
    case VeilKind::age_band:
    case VeilKind::month:
    case VeilKind::year:
      return type == FieldType::date;
    case VeilKind::county:
    case VeilKind::city:
    case VeilKind::province:
      return type == FieldType::address;
    case VeilKind::group:
      return type == FieldType::code || type == FieldType::codes;
    case VeilKind::bucket:
      return type == FieldType::money || type == FieldType::number;
    case VeilKind::scrub:
      return type == FieldType::text;
  }
  return false;
}

bool needs_bounds(VeilKind kind) {
  return kind == VeilKind::age_band || kind == VeilKind::bucket;
}

bool can_be_known(FieldType type) {
  switch (type) {
    case FieldType::string:
    case FieldType::name:
    case FieldType::cn_id:
    case FieldType::phone:
    case FieldType::address:
    case FieldType::account:
    case FieldType::date:
    case FieldType::uscc:
      return true;
    default:
      return false;
  }
}

bool fits(FactKind fact, FieldType type) {
  switch (fact) {
    case FactKind::none:
      return type != FieldType::person;
    case FactKind::created_by:
    case FactKind::assigned:
    case FactKind::conflicts:
      return type == FieldType::person;
    case FactKind::created_at:
    case FactKind::opened_on:
    case FactKind::consent_until:
    case FactKind::referral_offered:
    case FactKind::referral_until:
      return type == FieldType::date;
    case FactKind::status:
    case FactKind::consent_scope:
      return type == FieldType::code;
    case FactKind::consent_recipient:
    case FactKind::consent_giver:
    case FactKind::referral_to:
    case FactKind::referral_status:
      return type == FieldType::code || type == FieldType::string;
    case FactKind::consent_withdrawn:
      return type == FieldType::boolean || type == FieldType::date;
    case FactKind::guardian_conflict:
      return type == FieldType::boolean;
  }
  return false;
}

}  // namespace

void PolicyParser::read_code_lists(const Tables& tables) {
  for (const Node* table : tables) {
    TableReader reader(*table, "[[codes]]", faults_);
    CodeList list;
    list.name = reader.word("name");
    reader.call(list.name);
    list.edition = reader.token("edition");
    read_items(reader, list);
    reader.finish();
    if (faults_.any()) return;
    const std::string name = list.name;
    if (!policy_.schema_.codes_.emplace(name, std::move(list)).second) {
      reader.fault(reader.place(), "name is taken");
    }
  }
}

void PolicyParser::read_items(TableReader& reader, CodeList& list) {
  std::set<std::pair<std::string, std::string>> codes;   // with edition
  std::set<std::pair<std::string, std::string>> labels;  // people type these, too
  for (const Node* table : reader.tables("groups", kItemsMax, false)) {
    TableReader item(*table, "[[codes]] " + list.name + ": groups", faults_);
    CodeList::Item group{item.token("code"), list.edition, item.label(), "", false};
    item.finish();
    if (list.find_group(group.code) != nullptr) item.fault(item.place(), "code is taken");
    list.groups.push_back(std::move(group));
  }
  for (const Node* table : reader.tables("items", kItemsMax, true)) {
    TableReader item(*table, "[[codes]] " + list.name + ": items", faults_);
    CodeList::Item entry{item.token("code"), list.edition, item.label(), "", false};
    if (item.find("edition") != nullptr) entry.edition = item.token("edition");
    entry.closed = item.flag("closed");
    if (const Node* group = item.find_text("group")) {
      entry.group = group->text;
      if (list.find_group(entry.group) == nullptr) {
        item.fault(group->place, "no group has the code " + quoted(entry.group));
      }
    }
    item.finish();
    if (!codes.emplace(entry.edition, entry.code).second) item.fault(item.place(), "code is taken");
    // A veiled value holds the group's code: read as the item's it would say something else.
    if (list.find_group(entry.code) != nullptr) item.fault(item.place(), "a group has this code");
    if (!labels.emplace(entry.edition, entry.label.zh).second) {
      item.fault(item.place(), "zh is taken by another code");
    }
    list.items.push_back(std::move(entry));
  }
}

void PolicyParser::read_fields(const Tables& tables) {
  auto& fields = policy_.schema_.fields_;
  std::set<FieldId> ids;
  std::set<std::string> names;
  std::set<std::pair<EntityId, std::string>> labels;
  std::set<FactKind> facts;
  for (const Node* table : tables) {
    TableReader reader(*table, "[[field]]", faults_);
    Field field = read_field(reader);
    reader.finish();
    if (!ids.insert(field.id).second) {
      reader.fault(reader.place(), "id " + std::to_string(field.id) + " is taken");
    }
    if (!names.insert(field.name).second) reader.fault(reader.place(), "name is taken");
    if (!labels.emplace(field.entity, field.label.zh).second) {
      reader.fault(reader.place(), "zh is taken by another field of the entity");
    }
    if (field.fact != FactKind::none && !facts.insert(field.fact).second) {
      reader.fault(reader.place(), "fact is taken by another field");
    }
    if (faults_.any()) return;
    fields.push_back(std::move(field));
    check_fact_rows(reader, fields.back());
  }
  auto& at = policy_.schema_.field_at_;
  at.assign(std::size_t{*ids.rbegin()} + 1, 0);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    at[fields[i].id] = static_cast<std::uint16_t>(i + 1);
  }
}

Field PolicyParser::read_field(TableReader& reader) {
  Field field;
  read_owner(reader, field);
  field.id = reader.id(UINT16_MAX);
  field.label = reader.label();
  const Node& type = reader.text("type");
  if (const auto parsed = parse_field_type(type.text)) {
    field.type = *parsed;
  } else {
    reader.fault(type.place, "no type is named " + quoted(type.text));
  }
  const Node& cls = reader.text("class");
  if (const Class* found = policy_.schema_.cls(cls.text)) {
    field.cls = found->id;
  } else {
    reader.fault(cls.place, "no class is named " + quoted(cls.text));
  }
  read_codes_of(reader, field);
  read_fact(reader, field);
  field.veiled = read_veil(reader, "veiled", field);
  field.counted = read_veil(reader, "counted", field);
  read_known(reader, field);
  field.index = reader.flag("index");
  if (const Node* why = reader.find_text("keep_why")) {
    field.keep_why = reader.sentence("keep_why");
    if (field.veiled.kind != VeilKind::keep && field.counted.kind != VeilKind::keep) {
      reader.fault(why->place, "keep_why without a veil \"keep\"");
    }
  }
  return field;
}

// `true`, or whose value it is.
void PolicyParser::read_known(TableReader& reader, Field& field) {
  const Node* node = reader.find("known");
  if (node == nullptr) return;
  if (node->kind == Node::Kind::text) {
    field.known = parse_part(node->text);
    if (!field.known) reader.fault(node->place, "no part is named " + quoted(node->text));
  } else if (reader.flag("known")) {
    field.known = Part::other;
  }
  if (!field.known) return;
  if (!can_be_known(field.type)) {
    reader.fault(node->place, "a value of this type is nothing to look for in texts");
  } else if (field.fact != FactKind::none) {
    reader.fault(node->place, "a host fact is nothing to look for in texts");
  }
}

// "person.phone" belongs to the entity "person".
void PolicyParser::read_owner(TableReader& reader, Field& field) {
  const Node& name = reader.text("name");
  const std::string_view text = name.text;
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos || !is_word(text.substr(0, dot)) ||
      !is_word(text.substr(dot + 1))) {
    reader.fault(name.place, "name must look like \"person.phone\"");
    return;
  }
  reader.call(text);
  const Entity* entity = policy_.schema_.entity(text.substr(0, dot));
  if (entity == nullptr) {
    reader.fault(name.place, "no entity is named " + quoted(text.substr(0, dot)));
    return;
  }
  field.name = name.text;
  field.entity = entity->id;
}

void PolicyParser::read_codes_of(TableReader& reader, Field& field) {
  const bool wanted = field.type == FieldType::code || field.type == FieldType::codes;
  const Node* codes = reader.find_text("codes");
  if (codes == nullptr) {
    if (wanted) reader.fault(reader.place(), "lacks codes, the name of its code list");
    return;
  }
  if (!wanted) reader.fault(codes->place, "only the types code and codes have a code list");
  if (policy_.schema_.code_list(codes->text) == nullptr) {
    reader.fault(codes->place, "no code list is named " + quoted(codes->text));
  }
  field.codes = codes->text;
}

void PolicyParser::read_fact(TableReader& reader, Field& field) {
  const Node* node = reader.find_text("fact");
  if (node != nullptr) {
    const auto fact = parse_fact_kind(node->text);
    if (!fact || *fact == FactKind::none) {
      reader.fault(node->place, "no host fact is named " + quoted(node->text));
      return;
    }
    field.fact = *fact;
    const Entity* entity = policy_.schema_.entity(field.entity);
    const bool in_rows = is_of_consent(*fact) || is_of_referral(*fact);
    if (entity != nullptr && entity->many != in_rows) {
      reader.fault(node->place, in_rows
                                    ? "a fact of this kind must belong to an entity with many rows"
                                    : "a host fact must belong to an entity of one row");
    }
  }
  if (!fits(field.fact, field.type)) {
    const Place place = node != nullptr ? node->place : reader.place();
    reader.fault(place, field.fact == FactKind::none ? "the type person is for host facts only"
                                                     : "the fact is of another type");
  }
}

// One consent, or referral, is one row: its facts stand together.
void PolicyParser::check_fact_rows(TableReader& reader, const Field& field) {
  if (!is_of_consent(field.fact) && !is_of_referral(field.fact)) return;
  for (const Field& other : policy_.schema_.fields_) {
    const bool alike = is_of_consent(other.fact) == is_of_consent(field.fact) &&
                       is_of_referral(other.fact) == is_of_referral(field.fact);
    if (alike == (other.entity == field.entity)) continue;
    if (!is_of_consent(other.fact) && !is_of_referral(other.fact)) continue;
    reader.fault(reader.place(),
                 "the facts of consents stand in one entity, those of referrals in "
                 "another");
    return;
  }
}

VeilRule PolicyParser::read_veil(TableReader& reader, std::string_view key, const Field& field) {
  VeilRule rule;
  const Node* node = reader.find(key);
  if (node == nullptr) return rule;
  const Node* word = node;
  if (node->kind == Node::Kind::table) {
    TableReader inner(*node, "[[field]] " + field.name + ": " + std::string(key), faults_);
    word = &inner.text("kind");
    rule.bounds = read_bounds(inner, field);
    inner.finish();
  } else if (node->kind != Node::Kind::text) {
    reader.fault(node->place, std::string(key) + " must be a text or a table");
  }
  const auto kind = parse_veil_kind(word->text);
  if (!kind || *kind == VeilKind::none) {
    reader.fault(word->place, "no veil is named " + quoted(word->text));
    return rule;
  }
  rule.kind = *kind;
  check_veil(reader, *node, field, rule);
  return rule;
}

// Bands of money are written in yuan and kept in fen.
std::vector<std::int64_t> PolicyParser::read_bounds(TableReader& reader, const Field& field) {
  const Node* list = reader.find("bounds");
  if (list == nullptr) return {};
  if (list->kind != Node::Kind::list || list->items.empty() || list->items.size() > kBoundsMax) {
    reader.fault(list->place, "bounds must be a list of 1 to 64 whole numbers");
    return {};
  }
  const std::int64_t max = field.type == FieldType::date ? kAgeMax : kBoundMax;
  const std::int64_t min = field.type == FieldType::date ? 0 : -kBoundMax;
  std::vector<std::int64_t> bounds;
  for (const Node& item : list->items) {
    if (item.kind != Node::Kind::number || item.number < min || item.number > max) {
      reader.fault(item.place, "bounds must be whole numbers between " + std::to_string(min) +
                                   " and " + std::to_string(max));
      return {};
    }
    const std::int64_t bound =
        field.type == FieldType::money ? item.number * kFenInYuan : item.number;
    if (!bounds.empty() && bound <= bounds.back()) {
      reader.fault(item.place, "bounds must ascend");
    }
    bounds.push_back(bound);
  }
  return bounds;
}

void PolicyParser::check_veil(TableReader& reader, const Node& node, const Field& field,
                              const VeilRule& rule) {
  const std::string word(to_string(rule.kind));
  if (!fits(rule.kind, field.type)) {
    reader.fault(node.place, "the veil " + word + " does not know the type " +
                                 std::string(to_string(field.type)));
  }
  if (needs_bounds(rule.kind) != !rule.bounds.empty()) {
    reader.fault(node.place, needs_bounds(rule.kind) ? "the veil " + word + " needs bounds"
                                                     : "the veil " + word + " takes no bounds");
  }
  if (rule.kind != VeilKind::group) return;
  const CodeList* list = policy_.schema_.code_list(field.codes);
  if (list == nullptr) return;
  for (const auto& item : list->items) {
    if (item.group.empty()) {
      reader.fault(node.place, "the veil group needs a group for each code of " + field.codes +
                                   "; " + item.code + " has none");
    }
  }
}

}  // namespace veil::redact
