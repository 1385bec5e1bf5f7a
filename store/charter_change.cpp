#include "store/charter_change.h"

#include <algorithm>

#include "crypto/grant.h"
#include "crypto/note.h"
#include "store/log/access_log.h"
#include "store/log_name.h"
#include "store/recovery.h"
#include "store/rows.h"
#include "store/rules.h"
#include "store/session_inside.h"

namespace veil::store {
namespace {

using crypto::Grant;
using crypto::GrantKind;
using crypto::Key;
using crypto::KeyKind;

constexpr redact::PersonId kFounder = 1;

tl::unexpected<Error> unfit(const std::string& why) {
  return fail(Code::InvalidArgument, "charter: " + why);
}

Bytes row_key(const Grant& grant) {
  return grant_row_key(static_cast<std::uint8_t>(grant.kind), grant.holder, grant.object,
                       grant.epoch);
}

Result<std::vector<redact::RoleId>> role_ids(const redact::Policy& policy,
                                             const std::vector<std::string>& names) {
  std::vector<redact::RoleId> out;
  for (const std::string& name : names) {
    const redact::Role* role = policy.role(name);
    if (role == nullptr) return unfit("the policy has no role '" + name + "'");
    out.push_back(role->id);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

Result<redact::Policy> sound_policy(const std::string& text) {
  auto policy = redact::Policy::parse(text);
  if (!policy) return policy;
  const auto findings = redact::lint(*policy);
  if (!findings.empty()) {
    return unfit("the policy has findings, first " + findings.front().rule + ": " +
                 findings.front().message);
  }
  return policy;
}

// Draws the keys of a store, one by one into its charter, and grants them.
class Founding {
 public:
  Founding(const crypto::Identity& identity, const FoundingOptions& options)
      : identity_(identity), options_(options), keys_(HostKeys::random()) {}

  Result<HostKeys> run(Engine& engine, const redact::Policy& policy, const Founder& founder) {
    if (auto drawn = draw(policy, founder); !drawn) return fail(drawn.error());
    charter_.charter.sort();
    if (auto checked = check_charter(charter_.charter); !checked) return fail(checked.error());
    sign_charter(charter_, identity_.signing_key());
    keys_.store = store_id_of(charter_.charter);
    if (auto granted = grant_all(policy); !granted) return fail(granted.error());
    return write(engine, policy);
  }

 private:
  Result<> draw(const redact::Policy& policy, const Founder& founder) {
    Charter& charter = charter_.charter;
    auto roles = role_ids(policy, founder.roles);
    if (!roles) return fail(roles.error());
    charter.version = 1;
    charter.time_ms = options_.clock();
    charter.random = crypto::random_array<32>();
    charter.policy = to_bytes(view_of(options_.policy));
    charter.roster.push_back({kFounder, founder.name, identity_.public_identity(), *roles, 0});
    for (const redact::Role& role : policy.roles()) {
      const Key& key = role_keys_.emplace(role.id, Key::random()).first->second;
      charter.roles.push_back({role.id, kFirstEpoch, crypto::public_key_of(key),
                               crypto::key_commitment(key, KeyKind::Role, role.id, kFirstEpoch)});
    }
    const auto rules = rules_of(policy);
    for (const redact::Compartment compartment : policy.compartments()) {
      const Key& key = compartment_keys_.emplace(compartment, Key::random()).first->second;
      const Key pair = compartment_pair(key, compartment, kFirstEpoch);
      charter.compartments.push_back(
          {compartment,
           kFirstEpoch,
           crypto::public_key_of(pair),
           crypto::key_commitment(key, KeyKind::Compartment, compartment, kFirstEpoch),
           {}});
      const auto accepted = rules.find(compartment);
      if (accepted != rules.end()) {
        charter.compartments.back().accepted_rules.push_back(accepted->second);
      }
    }
    for (const redact::FieldId field : policy.index_keys()) {
      const Key& key = index_keys_.emplace(field, Key::random()).first->second;
      charter.indexes.push_back(
          {field, kFirstEpoch, crypto::key_commitment(key, KeyKind::Index, field, kFirstEpoch)});
    }
    charter.recovery = crypto::public_key_of(recovery_);
    charter.recovery_commitment =
        crypto::key_commitment(recovery_, KeyKind::Recovery, 0, kFirstEpoch);
    charter.custodians = {identity_.public_identity().verify_key()};
    charter.threshold = 1;
    std::string origin = options_.origin;
    if (origin.empty()) origin = "veilstore/" + hex(crypto::random_array<8>());
    if (!crypto::is_note_name(origin)) return unfit("the log's name has blanks or '+' in it");
    charter.log_vkey =
        crypto::NoteKey{origin, crypto::NoteKeyType::ed25519, keys_.log.verify_key()}.text();
    return {};
  }

  Result<> grant(GrantKind kind, std::uint32_t holder, std::uint32_t object,
                 const crypto::PublicKey& to, const Key& key) {
    Grant grant;
    grant.kind = kind;
    grant.store = keys_.store;
    grant.charter_version = 1;
    grant.holder = holder;
    grant.object = object;
    grant.epoch = kFirstEpoch;
    auto sealed = grant.seal_key(to, key);
    if (!sealed) return sealed;
    grant.sign_with(identity_.signing_key());
    batch_.push_back({row_key(grant), grant.encode()});
    return {};
  }

  Result<> grant_all(const redact::Policy& policy) {
    const Charter& charter = charter_.charter;
    const crypto::PublicKey& founder = identity_.public_identity().box_key();
    Result<> done = grant(GrantKind::RecoveryToCustodian, kFounder, 0, founder, recovery_);
    for (const redact::Role& role : policy.roles()) {
      const Key& key = role_keys_.at(role.id);
      if (done) done = grant(GrantKind::RoleToRecovery, 0, role.id, charter.recovery, key);
      for (const redact::Compartment compartment : policy.keys_of(role.id)) {
        if (!done) break;
        done = grant(GrantKind::CompartmentToRole, role.id, compartment,
                     charter.role_key(role.id)->key, compartment_keys_.at(compartment));
      }
      for (const redact::FieldId field : policy.index_keys_of(role.id)) {
        if (!done) break;
        done = grant(GrantKind::IndexToRole, role.id, field, charter.role_key(role.id)->key,
                     index_keys_.at(field));
      }
    }
    for (const redact::RoleId role : charter.roster.front().roles) {
      if (done) done = grant(GrantKind::RoleToPerson, kFounder, role, founder, role_keys_.at(role));
    }
    return done;
  }

  Result<HostKeys> write(Engine& engine, const redact::Policy& policy) {
    batch_.push_back({charter_row_key(1), seal_charter_row(keys_.section, charter_)});
    batch_.push_back({store_row_key(), encode_store_row(keys_.store, charter_.charter.log_vkey)});
    const std::vector<Condition> none_yet = {{store_row_key(), std::nullopt}};
    auto outcome = engine.commit(batch_, none_yet);
    if (!outcome) return fail(outcome.error());
    if (*outcome == Outcome::conflict)
      return fail(Code::Conflict, "init: there is a store already");
    if (*outcome != Outcome::committed) {
      return fail(Code::Unavailable,
                  "init: the engine did not answer; remove the folder and begin again");
    }
    const Key host_part = log_host_part_key(keys_.section);
    AccessLogOptions log{log_name_of(keys_.store, charter_.charter),
                         auditors_of(policy, charter_.charter),
                         {host_part, keys_.log_index, keys_.log},
                         options_.clock,
                         options_.checkpoint};
    if (auto created = AccessLog::create(engine, log); !created) return fail(created.error());
    return std::move(keys_);
  }

  const crypto::Identity& identity_;
  const FoundingOptions& options_;
  HostKeys keys_;
  SignedCharter charter_;
  Key recovery_ = Key::random();
  std::map<redact::RoleId, Key> role_keys_;
  std::map<redact::Compartment, Key> compartment_keys_;
  std::map<redact::FieldId, Key> index_keys_;
  Batch batch_;
};

// Puts one person into the charter; answers her entry.
Result<RosterEntry> place(Charter& charter, const redact::Policy& policy,
                          const Enrolment& enrolment) {
  auto roles = role_ids(policy, enrolment.roles);
  if (!roles) return fail(roles.error());
  redact::PersonId highest = 0;
  for (RosterEntry& person : charter.roster) {
    highest = std::max(highest, person.number);
    const bool same_name = person.name == enrolment.name;
    const bool same_identity = person.identity == enrolment.identity;
    if (same_name != same_identity) {
      return unfit("the name or the identity is another person's of the roster");
    }
    if (!same_name) continue;
    person.roles = *roles;
    person.until_ms = enrolment.until_ms;
    return person;
  }
  charter.roster.push_back(
      {highest + 1, enrolment.name, enrolment.identity, *roles, enrolment.until_ms});
  return charter.roster.back();
}

}  // namespace

Result<HostKeys> found_store(Engine& engine, const crypto::Identity& identity,
                             const Founder& founder, const FoundingOptions& options) {
  auto policy = sound_policy(options.policy);
  if (!policy) return fail(policy.error());
  return Founding(identity, options).run(engine, *policy, founder);
}

Result<> enrol(Vault& vault, const crypto::Identity& custodian,
               const std::vector<Enrolment>& people, std::uint64_t now_ms) {
  const auto current = vault.charter();
  auto recovery = Recovery::open(vault, custodian);
  if (!recovery) return fail(recovery.error());
  auto policy = redact::Policy::parse(text_of(current->charter.policy));
  if (!policy) return fail(policy.error());
  SignedCharter next;
  next.charter = current->charter;
  next.charter.version += 1;
  next.charter.previous = charter_hash(current->charter);
  next.charter.time_ms = std::max(now_ms, current->charter.time_ms);
  next.charter.random = crypto::random_array<32>();
  std::vector<Bytes> grants;
  for (const Enrolment& enrolment : people) {
    auto person = place(next.charter, *policy, enrolment);
    if (!person) return fail(person.error());
    for (const redact::RoleId role : person->roles) {
      auto grant = recovery->grant_role(*next.charter.role_key(role), *person, next.charter.version,
                                        vault.store_id());
      if (!grant) return fail(grant.error());
      grants.push_back(std::move(*grant));
    }
  }
  next.charter.sort();
  if (auto checked = check_charter(next.charter); !checked) return checked;
  sign_charter(next, custodian.signing_key());
  return vault.apply_charter(next, grants);
}

}  // namespace veil::store
