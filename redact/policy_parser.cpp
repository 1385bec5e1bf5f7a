#include "redact/policy_parser.h"

#include <algorithm>
#include <array>

namespace veil::redact {
namespace {

constexpr ClassId kClassIdMax = 16383;  // class * 4 + strength fits 16 bits
constexpr std::uint16_t kIdMax = 65535;

template <class T>
void place_ids(const std::vector<T>& all, std::vector<std::uint16_t>& at) {
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].id >= at.size()) at.resize(std::size_t{all[i].id} + 1, 0);
    at[all[i].id] = static_cast<std::uint16_t>(i + 1);
  }
}

// Ids, names and (Chinese) labels are how people and tables name a thing: each only once.
template <class T>
void refuse_twins(TableReader& reader, const std::vector<T>& before, const T& one) {
  for (const T& other : before) {
    if (other.id == one.id) {
      reader.fault(reader.place(), "id " + std::to_string(one.id) + " is taken by " + other.name);
    }
    if (other.name == one.name) reader.fault(reader.place(), "name is taken");
    if (other.label.zh == one.label.zh) {
      reader.fault(reader.place(), "zh is taken by " + other.name);
    }
  }
}

template <class T>
T read_named(TableReader& reader, std::uint16_t id_max) {
  T one;
  one.name = reader.word("name");
  reader.call(one.name);
  one.id = reader.id(id_max);
  one.label = reader.label();
  return one;
}

// "+08:00"
std::optional<int> parse_offset(std::string_view text) {
  const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
  const bool shaped = text.size() == 6 && (text[0] == '+' || text[0] == '-') && digit(1) &&
                      digit(2) && text[3] == ':' && digit(4) && digit(5);
  if (!shaped) return std::nullopt;
  const int hours = (text[1] - '0') * 10 + (text[2] - '0');
  const int minutes = (text[4] - '0') * 10 + (text[5] - '0');
  if (hours > 14 || minutes > 59) return std::nullopt;
  return (text[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
}

}  // namespace

Result<Policy> PolicyParser::parse(std::string_view toml) {
  const auto root = read_policy_document(toml);
  if (!root) return fail(root.error());
  PolicyParser parser;
  parser.read(*root);
  if (parser.faults_.any()) return fail(parser.faults_.first());
  return std::move(parser.policy_);
}

// Each step may use what the steps before it have read, in whatever order the file has them; it is
// not taken after a fault.
void PolicyParser::read(const Node& root) {
  struct Section {
    std::string_view key;
    std::size_t max;
    bool required;
    Step step;
  };
  static constexpr std::array<Section, 10> kSections = {{
      {"entity", kEntitiesMax, true, &PolicyParser::read_entities},
      {"class", kClassesMax, true, &PolicyParser::read_classes},
      {"codes", kCodeListsMax, false, &PolicyParser::read_code_lists},
      {"field", kFieldsMax, true, &PolicyParser::read_fields},
      {"purpose", kPurposesMax, true, &PolicyParser::read_purposes},
      {"role", kRolesMax, true, &PolicyParser::read_roles},
      {"grant", kGrantTablesMax, true, &PolicyParser::read_grants},
      {"never", kNeversMax, false, &PolicyParser::read_nevers},
      {"search", kSearchesMax, false, &PolicyParser::read_searches},
      {"request", kRequestsMax, false, &PolicyParser::read_requests},
  }};
  TableReader reader(root, "", faults_);
  const Node* head = reader.find("policy");
  if (head == nullptr) {
    reader.fault(root.place, "lacks the table [policy]");
    return;
  }
  read_head(head);
  for (const Section& section : kSections) {
    const Tables tables = reader.tables(section.key, section.max, section.required);
    if (faults_.any()) return;
    (this->*section.step)(tables);
    if (faults_.any()) return;
  }
  read_break_glass(reader.find("break_glass"));
  reader.finish();
  if (faults_.any()) return;
  make_index();
  make_caps();
  make_compartments();
  for (const Field& field : policy_.schema_.fields_) {
    if (field.index) policy_.indexed_.push_back(field.id);
    if (field.known) policy_.known_.push_back(field.id);
    for (const Strength strength : {Strength::veiled, Strength::counted}) {
      const bool scrubs =
          field.fact == FactKind::none && field.rule(strength).kind == VeilKind::scrub;
      const Compartment compartment = compartment_of(field.cls, strength);
      if (scrubs && policy_.has_compartment(compartment)) {
        policy_.scrubbed_.push_back(compartment);
      }
    }
  }
  std::sort(policy_.scrubbed_.begin(), policy_.scrubbed_.end());
  std::sort(policy_.indexed_.begin(), policy_.indexed_.end());
  std::sort(policy_.known_.begin(), policy_.known_.end());
}

void PolicyParser::read_head(const Node* table) {
  TableReader reader(*table, "[policy]", faults_);
  policy_.id_ = reader.token("id");
  policy_.version_ = reader.token("version");
  if (const Node* offset = reader.find_text("utc_offset")) {
    const auto minutes = parse_offset(offset->text);
    if (!minutes) reader.fault(offset->place, "utc_offset must look like \"+08:00\"");
    policy_.utc_offset_minutes_ = minutes.value_or(0);
  }
  policy_.reason_size_min_ = static_cast<unsigned>(reader.number_or("reason_min", 8, 1, 200));
  reader.finish();
}

void PolicyParser::read_entities(const Tables& tables) {
  auto& entities = policy_.schema_.entities_;
  for (const Node* table : tables) {
    TableReader reader(*table, "[[entity]]", faults_);
    auto entity = read_named<Entity>(reader, kIdMax);
    entity.many = reader.flag("many");
    if (entity.label.zh.find('.') != std::string::npos) {
      reader.fault(reader.place(), "zh must not hold a full stop: it separates entity and field");
    }
    refuse_twins(reader, entities, entity);
    reader.finish();
    entities.push_back(std::move(entity));
  }
  place_ids(entities, policy_.schema_.entity_at_);
}

void PolicyParser::read_classes(const Tables& tables) {
  auto& classes = policy_.schema_.classes_;
  for (const Node* table : tables) {
    TableReader reader(*table, "[[class]]", faults_);
    auto cls = read_named<Class>(reader, kClassIdMax);
    if (const Node* presence = reader.find_text("presence")) {
      cls.hidden = presence->text == "hidden";
      if (!cls.hidden) {
        reader.fault(presence->place, "presence can only be \"hidden\", or be left out");
      }
    }
    refuse_twins(reader, classes, cls);
    reader.finish();
    classes.push_back(std::move(cls));
  }
  place_ids(classes, policy_.schema_.class_at_);
}

void PolicyParser::read_purposes(const Tables& tables) {
  auto& purposes = policy_.purposes_;
  for (const Node* table : tables) {
    TableReader reader(*table, "[[purpose]]", faults_);
    auto purpose = read_named<Purpose>(reader, kIdMax);
    purpose.classes = class_ids(reader, true);
    refuse_twins(reader, purposes, purpose);
    reader.finish();
    purposes.push_back(std::move(purpose));
  }
  place_ids(purposes, policy_.purpose_at_);
}

void PolicyParser::read_roles(const Tables& tables) {
  auto& roles = policy_.roles_;
  for (const Node* table : tables) {
    TableReader reader(*table, "[[role]]", faults_);
    auto role = read_named<Role>(reader, kIdMax);
    for (const Node* word : reader.words("purposes")) {
      const Purpose* purpose = policy_.purpose(word->text);
      if (purpose == nullptr) {
        reader.fault(word->place, "no purpose is named " + quoted(word->text));
      } else {
        role.purposes.push_back(purpose->id);
      }
    }
    if (role.purposes.empty()) reader.fault(reader.place(), "lacks purposes");
    for (const Node* word : reader.words("may")) {
      const auto action = parse_action(word->text);
      if (!action) {
        reader.fault(word->place, "may: " + quoted(word->text) +
                                      " is none of read, list, create, write, history, read_log, "
                                      "manage_people");
      }
      role.may.push_back(action.value_or(Action::read));
    }
    if (role.may.empty()) reader.fault(reader.place(), "lacks may");
    if (reader.find_text("body") != nullptr) role.body = reader.word("body");
    role.auditor = reader.flag("auditor");
    refuse_twins(reader, roles, role);
    reader.finish();
    roles.push_back(std::move(role));
  }
  place_ids(roles, policy_.role_at_);
}

}  // namespace veil::redact
