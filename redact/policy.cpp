#include "redact/policy.h"

#include <algorithm>
#include <array>
#include <optional>

#include "crypto/hash.h"
#include "crypto/pae.h"
#include "redact/policy_parser.h"

namespace veil::redact {
namespace {

constexpr std::array<Action, 7> kActions = {Action::read,         Action::list,    Action::create,
                                            Action::write,        Action::history, Action::read_log,
                                            Action::manage_people};

template <class T>
const T* by_name(const std::vector<T>& all, std::string_view name) {
  for (const T& one : all) {
    if (one.name == name) return &one;
  }
  return nullptr;
}

std::optional<std::size_t> place(const std::vector<std::uint16_t>& at, std::uint16_t id) {
  if (id >= at.size() || at[id] == 0) return std::nullopt;
  return at[id] - std::size_t{1};
}

std::optional<std::size_t> place_of_class(const Schema& schema, ClassId id) {
  const Class* cls = schema.cls(id);
  if (cls == nullptr) return std::nullopt;
  return static_cast<std::size_t>(cls - schema.classes().data());
}

crypto::Pae groups_of(const CodeList& list) {
  std::vector<const CodeList::Item*> items;
  items.reserve(list.items.size());
  for (const auto& item : list.items) items.push_back(&item);
  std::sort(items.begin(), items.end(), [](const auto* a, const auto* b) {
    return std::tie(a->code, a->edition) < std::tie(b->code, b->edition);
  });
  crypto::Pae all;
  for (const auto* item : items) {
    all.add(crypto::Pae().add(item->code).add(item->edition).add(item->group));
  }
  return all;
}

crypto::Pae items_of(const std::vector<FieldId>& known) {
  crypto::Pae all;
  for (const FieldId field : known) all.add(crypto::Pae().add(std::uint64_t{field}));
  return all;
}

crypto::Pae canonical(const Policy& policy, const Field& field, const VeilRule& rule) {
  const Schema& schema = policy.schema();
  crypto::Pae bounds;
  for (const std::int64_t bound : rule.bounds) bounds.add(static_cast<std::uint64_t>(bound));
  crypto::Pae one;
  one.add(std::uint64_t{field.id})
      .add(static_cast<std::uint64_t>(field.type))
      .add(static_cast<std::uint64_t>(rule.kind))
      .add(bounds)
      .add(field.codes);
  if (rule.kind == VeilKind::scrub) return one.add(items_of(policy.known()));
  const CodeList* list = rule.kind == VeilKind::group ? schema.code_list(field.codes) : nullptr;
  return one.add(list != nullptr ? groups_of(*list) : crypto::Pae());
}

}  // namespace

std::string_view to_string(Action action) noexcept {
  switch (action) {
    case Action::read:
      return "read";
    case Action::list:
      return "list";
    case Action::create:
      return "create";
    case Action::write:
      return "write";
    case Action::history:
      return "history";
    case Action::read_log:
      return "read_log";
    case Action::manage_people:
      return "manage_people";
  }
  return "none";
}

std::optional<Action> parse_action(std::string_view word) noexcept {
  for (const Action action : kActions) {
    if (word == to_string(action)) return action;
  }
  return std::nullopt;
}

bool Role::can(Action action) const noexcept {
  return std::find(may.begin(), may.end(), action) != may.end();
}

Result<Policy> Policy::parse(std::string_view toml) {
  return PolicyParser::parse(toml);
}

const Role* Policy::role(RoleId id) const noexcept {
  const auto at = place(role_at_, id);
  return at ? &roles_[*at] : nullptr;
}
const Role* Policy::role(std::string_view name) const noexcept {
  return by_name(roles_, name);
}
const Purpose* Policy::purpose(PurposeId id) const noexcept {
  const auto at = place(purpose_at_, id);
  return at ? &purposes_[*at] : nullptr;
}
const Purpose* Policy::purpose(std::string_view name) const noexcept {
  return by_name(purposes_, name);
}

const RequestRule* Policy::request_rule(RequestKind kind, RoleId asking) const noexcept {
  for (const RequestRule& rule : requests_) {
    if (rule.kind != kind) continue;
    if (opens_by_itself(kind) ||
        std::find(rule.ask.begin(), rule.ask.end(), asking) != rule.ask.end()) {
      return &rule;
    }
  }
  return nullptr;
}

bool Policy::may_break_glass(RoleId role) const noexcept {
  return break_glass_ && std::any_of(grants_.begin(), grants_.end(), [&](const Grant& grant) {
           return grant.role == role && grant.when.break_glass;
         });
}

std::span<const Grant> Policy::grants_of(RoleId role, ClassId cls) const noexcept {
  const auto role_place = place(role_at_, role);
  const auto class_place = place_of_class(schema_, cls);
  if (!role_place || !class_place) return {};
  const std::size_t at = cell(*role_place, *class_place);
  return std::span(grants_).subspan(grants_from_[at], grants_from_[at + 1] - grants_from_[at]);
}

Strength Policy::cap(RoleId role, ClassId cls) const noexcept {
  const auto role_place = place(role_at_, role);
  const auto class_place = place_of_class(schema_, cls);
  if (!role_place || !class_place) return Strength::withheld;
  return caps_[cell(*role_place, *class_place)];
}

bool Policy::covers(PurposeId purpose, ClassId cls) const noexcept {
  const auto purpose_place = place(purpose_at_, purpose);
  const auto class_place = place_of_class(schema_, cls);
  return purpose_place && class_place && covers_[cell(*purpose_place, *class_place)];
}

bool Policy::has_compartment(Compartment compartment) const noexcept {
  return std::binary_search(compartments_.begin(), compartments_.end(), compartment);
}

std::vector<Compartment> Policy::keys_of(RoleId role) const {
  std::vector<Compartment> keys;
  for (const Compartment compartment : compartments_) {
    const ClassId cls = class_of(compartment);
    const auto grants = grants_of(role, cls);
    if (grants.empty()) continue;
    const Strength best = std::min(grants.front().strength, cap(role, cls));
    if (strength_of(compartment) <= best) keys.push_back(compartment);
  }
  return keys;
}

const Search* Policy::search(RoleId role, FieldId field) const noexcept {
  for (const Search& one : searches_) {
    if (one.role == role && one.field == field) return &one;
  }
  return nullptr;
}

bool Policy::scrubs(Compartment compartment) const noexcept {
  return std::binary_search(scrubbed_.begin(), scrubbed_.end(), compartment);
}

bool Policy::scrubs_class(ClassId cls) const noexcept {
  return scrubs(compartment_of(cls, Strength::veiled)) ||
         scrubs(compartment_of(cls, Strength::counted));
}

std::vector<FieldId> Policy::index_keys() const {
  std::vector<FieldId> out;
  if (!known_.empty()) out.push_back(kLexicon);
  out.insert(out.end(), indexed_.begin(), indexed_.end());
  return out;
}

bool Policy::holds_lexicon(RoleId role) const {
  const auto writes = [&](FieldId field) { return may_write(role, schema_.field(field)->cls); };
  if (std::any_of(known_.begin(), known_.end(), writes)) return true;
  if (known_.empty()) return false;
  const auto keys = keys_of(role);
  return std::any_of(schema_.classes().begin(), schema_.classes().end(), [&](const Class& cls) {
    return scrubs_class(cls.id) &&
           (may_write(role, cls.id) ||
            std::binary_search(keys.begin(), keys.end(), compartment_of(cls.id, Strength::full)));
  });
}

std::vector<FieldId> Policy::index_keys_of(RoleId role) const {
  std::vector<FieldId> out;
  if (holds_lexicon(role)) out.push_back(kLexicon);
  for (const FieldId field : indexed_) {
    if (search(role, field) != nullptr || may_write(role, schema_.field(field)->cls)) {
      out.push_back(field);
    }
  }
  return out;
}

bool Policy::may_write(RoleId role, ClassId cls) const noexcept {
  const auto grants = grants_of(role, cls);
  return std::any_of(grants.begin(), grants.end(), [](const Grant& grant) { return grant.write; });
}

Hash Policy::veil_rules_hash(Compartment compartment) const {
  const Strength strength = strength_of(compartment);
  crypto::Pae rules;
  if (strength == Strength::veiled || strength == Strength::counted) {
    std::vector<const Field*> fields;
    for (const Field& field : schema_.fields()) {
      const bool counts = field.cls == class_of(compartment) && field.fact == FactKind::none &&
                          field.rule(strength).kind != VeilKind::none;
      if (counts) fields.push_back(&field);
    }
    std::sort(fields.begin(), fields.end(),
              [](const Field* a, const Field* b) { return a->id < b->id; });
    for (const Field* field : fields) {
      rules.add(canonical(*this, *field, field->rule(strength)));
    }
  }
  crypto::Pae message("veil/rules/1");
  message.add(std::uint64_t{compartment}).add(rules);
  return crypto::blake2b(message.view());
}

}  // namespace veil::redact
