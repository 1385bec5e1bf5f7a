#include "store/policy_change.h"

#include <algorithm>

#include "store/policy_check.h"
#include "store/recovery.h"
#include "store/rules.h"
#include "store/session_inside.h"

namespace veil::store {
namespace {

using crypto::Grant;
using crypto::GrantKind;
using crypto::Key;
using crypto::KeyKind;

const redact::CodeList::Item* item_of(const redact::CodeList* list, const std::string& code,
                                      const std::string& edition) {
  return list != nullptr ? list->find(code, edition) : nullptr;
}

// What an older value becomes under the veil `group` is still the same.
bool same_groups(const redact::CodeList* before, const redact::CodeList* after) {
  if (before == nullptr) return after == nullptr;
  return std::all_of(before->items.begin(), before->items.end(), [&](const auto& old) {
    const auto* now = item_of(after, old.code, old.edition);
    return now != nullptr && now->group == old.group;
  });
}

// Whether scrubbing looks for nothing that it did not look for before.
bool keeps_known(const redact::Policy& before, const redact::Policy& after) {
  const auto& fields = after.schema().fields();
  return std::all_of(fields.begin(), fields.end(), [&](const redact::Field& now) {
    if (!now.known) return true;
    const redact::Field* old = before.schema().field(now.id);
    return old != nullptr && old->known == now.known && old->type == now.type;
  });
}

// Whether each field that had a value in the weaker strength still has the same there.
bool keeps_veils(const redact::Policy& before, const redact::Policy& after,
                 redact::Compartment compartment) {
  const redact::Strength strength = redact::strength_of(compartment);
  const auto& fields = before.schema().fields();
  return std::all_of(fields.begin(), fields.end(), [&](const redact::Field& old) {
    if (old.cls != redact::class_of(compartment) || old.fact != redact::FactKind::none) return true;
    const redact::VeilRule& was = old.rule(strength);
    const redact::Field* now = after.schema().field(old.id);
    if (now == nullptr || now->rule(strength).kind != was.kind ||
        now->rule(strength).bounds != was.bounds) {
      return false;
    }
    if (was.kind == redact::VeilKind::scrub && !keeps_known(before, after)) return false;
    return was.kind != redact::VeilKind::group ||
           same_groups(before.schema().code_list(old.codes), after.schema().code_list(now->codes));
  });
}

class Succession {
 public:
  Succession(const Vault& vault, const Recovery& recovery, const redact::Policy& before,
             const redact::Policy& after)
      : store_(vault.store_id()), recovery_(recovery), before_(before), after_(after) {
    next_.charter = vault.charter()->charter;
    next_.charter.previous = charter_hash(next_.charter);
    next_.charter.version += 1;
    next_.charter.random = crypto::random_array<32>();
  }

  Result<> make(std::string_view policy, std::uint64_t now_ms) {
    Charter& charter = next_.charter;
    charter.policy = to_bytes(view_of(policy));
    charter.time_ms = std::max(now_ms, charter.time_ms);
    add_roles();
    add_compartments();
    add_indexes();
    charter.sort();
    accept_rules();
    if (auto checked = check_charter(charter); !checked) return checked;
    return grant_all();
  }

  SignedCharter next_;
  std::vector<Bytes> grants_;

 private:
  void add_roles() {
    for (const redact::Role& role : after_.roles()) {
      if (next_.charter.role_key(role.id) != nullptr) continue;
      const Key& key = new_roles_.emplace(role.id, Key::random()).first->second;
      next_.charter.roles.push_back(
          {role.id, kFirstEpoch, crypto::public_key_of(key),
           crypto::key_commitment(key, KeyKind::Role, role.id, kFirstEpoch)});
    }
  }

  void add_compartments() {
    for (const redact::Compartment compartment : after_.compartments()) {
      if (next_.charter.compartment_key(compartment) != nullptr) continue;
      const Key& key = new_compartments_.emplace(compartment, Key::random()).first->second;
      const Key pair = compartment_pair(key, compartment, kFirstEpoch);
      next_.charter.compartments.push_back(
          {compartment,
           kFirstEpoch,
           crypto::public_key_of(pair),
           crypto::key_commitment(key, KeyKind::Compartment, compartment, kFirstEpoch),
           {}});
    }
  }

  void add_indexes() {
    for (const redact::FieldId field : after_.index_keys()) {
      if (next_.charter.index_key(field) != nullptr) continue;
      const Key& key = new_indexes_.emplace(field, Key::random()).first->second;
      next_.charter.indexes.push_back(
          {field, kFirstEpoch, crypto::key_commitment(key, KeyKind::Index, field, kFirstEpoch)});
    }
  }

  void accept_rules() {
    const auto rules = rules_of(after_);
    for (CompartmentKey& key : next_.charter.compartments) {
      const auto now = rules.find(key.compartment);
      if (now == rules.end()) continue;
      auto& accepted = key.accepted_rules;
      if (!keeps_veils(before_, after_, key.compartment)) accepted.clear();
      if (std::find(accepted.begin(), accepted.end(), now->second) != accepted.end()) continue;
      if (accepted.size() >= kAcceptedRulesMax) accepted.clear();
      accepted.push_back(now->second);
      std::sort(accepted.begin(), accepted.end());
    }
  }

  template <class Keys, class Id, class Old>
  static Result<Key> key_of(const Keys& drawn, Id id, const Old& old) {
    const auto at = drawn.find(id);
    if (at != drawn.end()) return at->second.clone();
    return old();
  }

  Result<> grant(GrantKind kind, std::uint32_t holder, std::uint32_t object,
                 const crypto::PublicKey& to, const Result<Key>& key) {
    if (!key) return fail(key.error());
    Grant out;
    out.kind = kind;
    out.store = store_;
    out.charter_version = next_.charter.version;
    out.holder = holder;
    out.object = object;
    out.epoch = kFirstEpoch;
    auto bytes = recovery_.sign(std::move(out), to, *key);
    if (!bytes) return fail(bytes.error());
    grants_.push_back(std::move(*bytes));
    return {};
  }

  Result<> grant_all() {
    Result<> done;
    for (const auto& [role, key] : new_roles_) {
      if (!done) return done;
      done = grant(GrantKind::RoleToRecovery, 0, role, next_.charter.recovery, key.clone());
    }
    for (const redact::Role& role : after_.roles()) {
      if (done) done = grant_role(role.id);
    }
    return done;
  }

  // What the role needs by the new policy and did not by the old.
  Result<> grant_role(redact::RoleId role) {
    const crypto::PublicKey& to = next_.charter.role_key(role)->key;
    const auto had = before_.keys_of(role);
    for (const redact::Compartment one : after_.keys_of(role)) {
      if (std::binary_search(had.begin(), had.end(), one)) continue;
      const CompartmentKey& known = *next_.charter.compartment_key(one);
      auto done =
          grant(GrantKind::CompartmentToRole, role, one, to,
                key_of(new_compartments_, one, [&] { return recovery_.compartment_key(known); }));
      if (!done) return done;
    }
    const auto indexed = before_.index_keys_of(role);
    for (const redact::FieldId one : after_.index_keys_of(role)) {
      const bool is_new = new_indexes_.count(one) != 0;
      if (!is_new && std::binary_search(indexed.begin(), indexed.end(), one)) continue;
      const IndexKey& known = *next_.charter.index_key(one);
      auto done = grant(GrantKind::IndexToRole, role, one, to,
                        key_of(new_indexes_, one, [&] { return recovery_.index_key(known); }));
      if (!done) return done;
    }
    return {};
  }

  StoreId store_;
  const Recovery& recovery_;
  const redact::Policy& before_;
  const redact::Policy& after_;
  std::map<redact::RoleId, Key> new_roles_;
  std::map<redact::Compartment, Key> new_compartments_;
  std::map<redact::FieldId, Key> new_indexes_;
};

}  // namespace

Result<> change_policy(Vault& vault, const crypto::Identity& custodian, std::string_view policy,
                       std::uint64_t now_ms) {
  auto before = redact::Policy::parse(text_of(vault.charter()->charter.policy));
  if (!before) return fail(before.error());
  auto after = check_next_policy(vault.charters(), *before, policy);
  if (!after) return fail(after.error());
  auto recovery = Recovery::open(vault, custodian);
  if (!recovery) return fail(recovery.error());
  Succession change(vault, *recovery, *before, *after);
  if (auto made = change.make(policy, now_ms); !made) return made;
  sign_charter(change.next_, custodian.signing_key());
  return vault.apply_charter(change.next_, change.grants_);
}

}  // namespace veil::store
