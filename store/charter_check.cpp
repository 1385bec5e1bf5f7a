#include "store/charter.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "crypto/pae.h"
#include "redact/unicode.h"

namespace veil::store {
namespace {

auto order_of(const RosterEntry& entry) {
  return entry.number;
}
auto order_of(const RoleKey& key) {
  return std::tuple(key.role, key.epoch);
}
auto order_of(const CompartmentKey& key) {
  return std::tuple(key.compartment, key.epoch);
}
auto order_of(const IndexKey& key) {
  return std::tuple(key.field, key.epoch);
}
auto order_of(const CharterSignature& signature) {
  return signature.custodian;
}
template <class T>
const T& order_of(const T& plain) {
  return plain;
}

template <class T>
void sort_list(std::vector<T>& list) {
  std::sort(list.begin(), list.end(),
            [](const T& a, const T& b) { return order_of(a) < order_of(b); });
}

template <class T>
bool ascends(const std::vector<T>& list) {
  return std::adjacent_find(list.begin(), list.end(), [](const T& a, const T& b) {
           return !(order_of(a) < order_of(b));
         }) == list.end();
}

// A line that shows as what it is: people compare names by eye.
bool is_one_line(std::string_view text, std::size_t size_max) {
  if (text.empty() || text.size() > size_max) return false;
  const auto characters = redact::decode_utf8(text);
  if (!characters || redact::is_space(characters->front()) ||
      redact::is_space(characters->back())) {
    return false;
  }
  return std::none_of(characters->begin(), characters->end(), [](char32_t c) {
    return redact::is_control(c) || redact::is_bidi_control(c);
  });
}

// No less than the bytes of the body: parts and their lengths, with some to spare.
std::size_t size_bound(const Charter& charter) {
  std::size_t size = 1024 + charter.policy.size() + charter.log_vkey.size();
  for (const Bytes& list : charter.code_lists) size += 8 + list.size();
  for (const RosterEntry& entry : charter.roster) {
    size += 256 + entry.name.size() + 16 * entry.roles.size();
  }
  for (const CompartmentKey& key : charter.compartments) {
    size += 176 + 16 * key.accepted_rules.size();
  }
  return size + 136 * charter.roles.size() + 104 * charter.indexes.size() +
         40 * charter.custodians.size();
}

// The first rule that does not hold, or null.
const char* broken_rule(const std::vector<RosterEntry>& roster) {
  std::set<std::string_view> names;
  std::set<Bytes> identities;
  for (const RosterEntry& entry : roster) {
    if (entry.number == 0) return "a person's number is 0";
    if (!is_one_line(entry.name, kPersonNameMax)) return "a person's name is no short line of text";
    if (!names.insert(entry.name).second) return "two persons have one name";
    if (!identities.insert(entry.identity.encode()).second) return "two persons have one identity";
    if (entry.roles.size() > kPersonRolesMax || !ascends(entry.roles)) {
      return "a person's roles are too many or out of order";
    }
  }
  if (roster.size() > kRosterMax || !ascends(roster)) {
    return "the roster is too long or out of order";
  }
  return nullptr;
}

const char* broken_rule(const std::vector<CompartmentKey>& keys) {
  constexpr redact::Compartment kMax = 0xffff * 4 + 3;
  for (const CompartmentKey& key : keys) {
    if (redact::class_of(key.compartment) == 0 || key.compartment > kMax ||
        redact::strength_of(key.compartment) == redact::Strength::withheld) {
      return "a key belongs to no compartment";
    }
    if (key.accepted_rules.size() > kAcceptedRulesMax || !ascends(key.accepted_rules)) {
      return "accepted veil rules are too many or out of order";
    }
  }
  if (keys.size() > kCharterKeysMax || !ascends(keys)) {
    return "compartment keys are too many or out of order";
  }
  return nullptr;
}

const char* broken_rule(const Charter& charter) {
  const Hash zeros{};
  if (charter.version == 0) return "the version is 0";
  if ((charter.version == 1) != (charter.previous == zeros))
    return "only version 1 follows nothing";
  if (charter.policy.size() > kPolicySizeMax) return "the policy is too long";
  if (charter.code_lists.size() > kCodeListsMax) return "there are too many code lists";
  if (size_bound(charter) > kCharterSizeMax) return "it is too long";
  if (const char* rule = broken_rule(charter.roster)) return rule;
  if (charter.roles.size() > kCharterKeysMax || !ascends(charter.roles)) {
    return "role keys are too many or out of order";
  }
  if (const char* rule = broken_rule(charter.compartments)) return rule;
  if (charter.indexes.size() > kCharterKeysMax || !ascends(charter.indexes)) {
    return "index keys are too many or out of order";
  }
  if (!is_one_line(charter.log_vkey, 256)) return "the log's key is no short line of text";
  const std::size_t n = charter.custodians.size();
  if (n == 0 || n > kCustodiansMax || !ascends(charter.custodians)) {
    return "custodians are none, too many or out of order";
  }
  if (charter.threshold > n || 2 * charter.threshold <= n) {
    return "the threshold is not more than half of the custodians, and at most all";
  }
  return nullptr;
}

template <class Key>
const Key* newest(const std::vector<Key>& keys, std::uint32_t object, auto member) {
  const Key* out = nullptr;
  for (const Key& key : keys) {
    if (key.*member == object && (out == nullptr || key.epoch > out->epoch)) out = &key;
  }
  return out;
}

template <class Key>
const Key* of_epoch(const std::vector<Key>& keys, std::uint32_t object, auto member,
                    std::uint64_t epoch) {
  for (const Key& key : keys) {
    if (key.*member == object && key.epoch == epoch) return &key;
  }
  return nullptr;
}

template <class Wanted>
const RosterEntry* entry_with(const std::vector<RosterEntry>& roster, const Wanted& wanted) {
  const auto at = std::find_if(roster.begin(), roster.end(), wanted);
  return at == roster.end() ? nullptr : &*at;
}

tl::unexpected<Error> refused(const char* rule) {
  return fail(Code::Corrupt, std::string("charter: ") + rule);
}

// Signed by at least the threshold of these custodians, and by nobody else.
Result<> check_signatures(const SignedCharter& charter, const Hash& hash, const Charter& rule) {
  if (!ascends(charter.signatures)) return refused("signatures are out of order");
  const auto message = crypto::Pae("veil/charter/sign/1").add(hash);
  for (const CharterSignature& one : charter.signatures) {
    if (!std::binary_search(rule.custodians.begin(), rule.custodians.end(), one.custodian)) {
      return refused("somebody signed who was no custodian");
    }
    if (!crypto::verify(one.custodian, message.view(), one.signature)) {
      return refused("a signature does not fit");
    }
  }
  if (charter.signatures.size() < rule.threshold) return refused("too few custodians signed");
  return {};
}

const char* broken_succession(const std::vector<RosterEntry>& before,
                              const std::vector<RosterEntry>& after) {
  auto at = after.begin();
  for (const RosterEntry& entry : before) {
    at = std::lower_bound(at, after.end(), entry.number,
                          [](const RosterEntry& a, redact::PersonId b) { return a.number < b; });
    if (at == after.end() || at->number != entry.number) return "a person was dropped";
    if (at->identity != entry.identity) return "a person's number was given to another identity";
  }
  return nullptr;
}

bool same_key(const RoleKey& a, const RoleKey& b) {
  return a == b;
}
bool same_key(const CompartmentKey& a, const CompartmentKey& b) {
  return a.key == b.key && a.commitment == b.commitment;
}
bool same_key(const IndexKey& a, const IndexKey& b) {
  return a == b;
}

template <class Key>
const char* broken_succession(const std::vector<Key>& before, const std::vector<Key>& after,
                              auto member) {
  for (const Key& old : before) {
    const Key* top = newest(after, old.*member, member);
    if (top != nullptr && top->epoch < old.epoch) return "the newest key of something was dropped";
    const Key* same = of_epoch(after, old.*member, member, old.epoch);
    if (same != nullptr && !same_key(old, *same)) return "a key was changed within its epoch";
  }
  return nullptr;
}

}  // namespace

void Charter::sort() {
  sort_list(roster);
  for (RosterEntry& entry : roster) sort_list(entry.roles);
  sort_list(roles);
  sort_list(compartments);
  for (CompartmentKey& key : compartments) sort_list(key.accepted_rules);
  sort_list(indexes);
  sort_list(custodians);
}

const RosterEntry* Charter::person(redact::PersonId number) const noexcept {
  return entry_with(roster, [&](const RosterEntry& entry) { return entry.number == number; });
}
const RosterEntry* Charter::person(std::string_view name) const noexcept {
  return entry_with(roster, [&](const RosterEntry& entry) { return entry.name == name; });
}
const RosterEntry* Charter::person(const crypto::PublicIdentity& identity) const noexcept {
  return entry_with(roster, [&](const RosterEntry& entry) { return entry.identity == identity; });
}

const RoleKey* Charter::role_key(redact::RoleId role) const noexcept {
  return newest(roles, role, &RoleKey::role);
}
const RoleKey* Charter::role_key(redact::RoleId role, std::uint64_t epoch) const noexcept {
  return of_epoch(roles, role, &RoleKey::role, epoch);
}
const CompartmentKey* Charter::compartment_key(redact::Compartment compartment) const noexcept {
  return newest(compartments, compartment, &CompartmentKey::compartment);
}
const CompartmentKey* Charter::compartment_key(redact::Compartment compartment,
                                               std::uint64_t epoch) const noexcept {
  return of_epoch(compartments, compartment, &CompartmentKey::compartment, epoch);
}
const IndexKey* Charter::index_key(redact::FieldId field) const noexcept {
  return newest(indexes, field, &IndexKey::field);
}
const IndexKey* Charter::index_key(redact::FieldId field, std::uint64_t epoch) const noexcept {
  return of_epoch(indexes, field, &IndexKey::field, epoch);
}

Result<> check_charter(const Charter& charter) {
  const char* rule = broken_rule(charter);
  if (rule != nullptr) return fail(Code::InvalidArgument, std::string("charter: ") + rule);
  return {};
}

Result<> check_first(const SignedCharter& first) {
  if (const char* rule = broken_rule(first.charter)) return refused(rule);
  if (first.charter.version != 1) return refused("the first is not version 1");
  return check_signatures(first, charter_hash(first.charter), first.charter);
}

Result<> check_successor(const SignedCharter& before, const SignedCharter& after) {
  const Charter& old = before.charter;
  const Charter& next = after.charter;
  if (const char* rule = broken_rule(next)) return refused(rule);
  // Not old.version + 1, which could wrap.
  if (next.version - 1 != old.version) return refused("it does not follow the version before");
  if (next.previous != charter_hash(old)) return refused("it follows another charter");
  if (next.time_ms < old.time_ms) return refused("it is earlier than the one before");
  if (auto done = check_signatures(after, charter_hash(next), old); !done) return done;
  if (const char* rule = broken_succession(old.roster, next.roster)) return refused(rule);
  if (const char* rule = broken_succession(old.roles, next.roles, &RoleKey::role)) {
    return refused(rule);
  }
  if (const char* rule =
          broken_succession(old.compartments, next.compartments, &CompartmentKey::compartment)) {
    return refused(rule);
  }
  if (const char* rule = broken_succession(old.indexes, next.indexes, &IndexKey::field)) {
    return refused(rule);
  }
  return {};
}

}  // namespace veil::store
