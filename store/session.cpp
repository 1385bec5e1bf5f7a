#include "store/session.h"

#include <algorithm>

#include "crypto/checkpoint.h"
#include "crypto/grant.h"
#include "crypto/hash.h"
#include "crypto/pae.h"
#include "store/log/reader.h"
#include "store/rules.h"
#include "store/session_inside.h"

namespace veil::store {
namespace {

using crypto::Grant;
using crypto::GrantKind;

// All charters in order, each bound to the one before; the last is in force.
Result<SignedCharter> follow_chain(const Greeting& greeting, const std::optional<Pin>& pin) {
  std::optional<SignedCharter> last;
  for (const Bytes& bytes : greeting.charters) {
    auto next = decode_signed_charter(bytes);
    if (!next) return fail(next.error());
    auto checked = last ? check_successor(*last, *next) : check_first(*next);
    if (!checked) return fail(checked.error());
    if (!last && store_id_of(next->charter) != greeting.store) {
      return fail(Code::Corrupt, "enter: the charter is of another store");
    }
    if (pin && pin->charter_version == next->charter.version &&
        pin->charter_hash != charter_hash(next->charter)) {
      return fail(Code::Corrupt, "enter: forked: another charter of the pinned version");
    }
    last = std::move(*next);
  }
  if (!last) return fail(Code::Corrupt, "enter: the store has no charter");
  return std::move(*last);
}

// What the person sees of the store now, proven to continue what she saw last.
Result<Pin> follow_log(const Greeting& greeting, const SignedCharter& charter,
                       const std::optional<Pin>& pin) {
  auto key = crypto::NoteKey::parse(charter.charter.log_vkey);
  if (!key) return fail(key.error());
  auto checkpoint = crypto::open_checkpoint(greeting.checkpoint, *key);
  if (!checkpoint) return fail(checkpoint.error());
  Pin seen;
  seen.store = greeting.store;
  seen.charter_version = charter.charter.version;
  seen.charter_hash = charter_hash(charter.charter);
  seen.log_size = checkpoint->tree.size;
  seen.log_root = checkpoint->tree.root;
  if (!pin) return seen;
  if (auto checked = check_pin(*pin, seen); !checked) return fail(checked.error());
  if (!crypto::verify_consistency({pin->log_size, pin->log_root}, checkpoint->tree,
                                  greeting.log_proof)) {
    return fail(Code::Corrupt, "enter: forked: the access log does not begin as it did");
  }
  return seen;
}

// Whether a grant is of this role's key, or of a key to this role: the others are not looked at.
bool concerns(const Grant& grant, const Opening& opening) {
  if (grant.kind == GrantKind::RoleToPerson) {
    return grant.holder == opening.person && grant.object == opening.role;
  }
  return grant.holder == opening.role &&
         (grant.kind == GrantKind::CompartmentToRole || grant.kind == GrantKind::IndexToRole);
}

// A grant that counts: of this store, signed by enough custodians, in time.
std::optional<Grant> counted(BytesView bytes, const Session::Inside& inside, std::uint64_t now_ms) {
  auto grant = Grant::decode(bytes);
  const Charter& charter = inside.charter.charter;
  if (!grant || !concerns(*grant, inside.opening) || grant->store != inside.store ||
      !grant->in_time(now_ms) || grant->charter_version > charter.version ||
      !grant->signed_by(charter.custodians, charter.threshold)) {
    return std::nullopt;
  }
  return std::move(*grant);
}

Result<> take_role_key(Session::Inside& inside, const std::vector<Grant>& grants,
                       const crypto::Identity& identity) {
  const RoleKey* role = inside.charter.charter.role_key(inside.opening.role);
  for (const Grant& grant : grants) {
    if (role == nullptr || grant.kind != GrantKind::RoleToPerson ||
        grant.holder != inside.opening.person || grant.object != role->role ||
        grant.epoch != role->epoch || grant.commitment != role->commitment) {
      continue;
    }
    auto key = crypto::open_grant(grant, identity.reveal_box_secret());
    if (!key) return fail(key.error());
    if (crypto::public_key_of(*key) != role->key) break;
    inside.role_secret = std::move(*key);
    return {};
  }
  return fail(Code::Denied, "enter: there is no grant of this role's key to this person");
}

// Keys that the policy in force lets the role hold, and that the charter commits to.
Result<> take_compartment_keys(Session::Inside& inside, const std::vector<Grant>& grants) {
  const auto allowed = inside.policy.keys_of(inside.opening.role);
  for (const Grant& grant : grants) {
    if (grant.kind != GrantKind::CompartmentToRole || grant.holder != inside.opening.role ||
        std::find(allowed.begin(), allowed.end(), grant.object) == allowed.end()) {
      continue;
    }
    const CompartmentKey* known = inside.charter.charter.compartment_key(grant.object, grant.epoch);
    if (known == nullptr || known->commitment != grant.commitment) continue;
    auto key = crypto::open_grant(grant, inside.role_secret);
    if (!key) return fail(key.error());
    inside.keys.emplace(std::pair(known->compartment, known->epoch), std::move(*key));
  }
  return {};
}

// The same for the keys of what the role may search for or writes.
Result<> take_index_keys(Session::Inside& inside, const std::vector<Grant>& grants) {
  const auto allowed = inside.policy.index_keys_of(inside.opening.role);
  for (const Grant& grant : grants) {
    if (grant.kind != GrantKind::IndexToRole ||
        std::find(allowed.begin(), allowed.end(), grant.object) == allowed.end()) {
      continue;
    }
    const auto field = static_cast<redact::FieldId>(grant.object);
    const IndexKey* known = inside.charter.charter.index_key(field);
    if (known == nullptr || known->epoch != grant.epoch || known->commitment != grant.commitment) {
      continue;
    }
    auto key = crypto::open_grant(grant, inside.role_secret);
    if (!key) return fail(key.error());
    inside.index_keys.insert_or_assign(field, std::move(*key));
  }
  return {};
}

// Person, role and purpose, as the charter and policy in force know them.
Result<> take_part(Session::Inside& inside, const crypto::Identity& identity,
                   const EnterOptions& options) {
  const RosterEntry* person = inside.charter.charter.person(identity.public_identity());
  if (person == nullptr) return fail(Code::Denied, "enter: this identity is not of this store");
  const redact::Role* role = inside.policy.role(options.role);
  if (role == nullptr ||
      std::find(person->roles.begin(), person->roles.end(), role->id) == person->roles.end()) {
    return fail(Code::Denied, "enter: no such role for you; see `veil person list`");
  }
  const redact::Purpose* purpose = inside.policy.purpose(options.purpose);
  if (purpose == nullptr || std::find(role->purposes.begin(), role->purposes.end(), purpose->id) ==
                                role->purposes.end()) {
    return fail(Code::Denied, "enter: this role has no such purpose");
  }
  inside.opening.person = person->number;
  inside.opening.role = role->id;
  inside.opening.purpose = purpose->id;
  return {};
}

}  // namespace

bool Session::Inside::holds_full(redact::ClassId cls) const {
  const redact::Compartment full = redact::compartment_of(cls, redact::Strength::full);
  const CompartmentKey* known = charter.charter.compartment_key(full);
  return known != nullptr && key(full, known->epoch) != nullptr;
}

bool has_stale(const Session::Inside& inside, const Head& head, redact::ClassId cls) {
  for (const auto strength : {redact::Strength::veiled, redact::Strength::counted}) {
    if (inside.policy.has_compartment(redact::compartment_of(cls, strength)) &&
        !is_current(inside.veils(), head, cls, strength)) {
      return true;
    }
  }
  return false;
}

crypto::Key compartment_pair(const crypto::Key& compartment_key, redact::Compartment compartment,
                             std::uint64_t epoch) {
  return crypto::derive(compartment_key.reveal(),
                        crypto::Pae("veil/compartment-pair/1").add(compartment).add(epoch).view());
}

Session::Session(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Session::~Session() {
  inside_->vault.leave(inside_->token);
}

Result<std::unique_ptr<Session>> Session::enter(Vault& vault, const crypto::Identity& identity,
                                                const EnterOptions& options) {
  auto greeting = vault.greet(identity.public_identity(), options.pin ? options.pin->log_size : 0);
  if (!greeting) return fail(greeting.error());
  if (options.pin && options.pin->store != greeting->store) {
    return fail(Code::InvalidArgument, "enter: the pin is of another store");
  }
  auto inside = std::make_unique<Inside>(vault, identity.signing_key());
  inside->store = greeting->store;
  auto charter = follow_chain(*greeting, options.pin);
  if (!charter) return fail(charter.error());
  inside->charter = std::move(*charter);
  auto seen = follow_log(*greeting, inside->charter, options.pin);
  if (!seen) return fail(seen.error());
  inside->seen = *seen;
  auto policy = redact::Policy::parse(text_of(inside->charter.charter.policy));
  if (!policy) return fail(policy.error());
  inside->policy = std::move(*policy);
  inside->rules = rules_of(inside->policy);
  if (auto part = take_part(*inside, identity, options); !part) return fail(part.error());

  std::vector<Grant> grants;
  for (const Bytes& bytes : greeting->grants) {
    if (auto grant = counted(bytes, *inside, greeting->time_ms))
      grants.push_back(std::move(*grant));
  }
  auto role = take_role_key(*inside, grants, identity);
  if (!role) return fail(role.error());
  auto keys = take_compartment_keys(*inside, grants);
  if (keys) keys = take_index_keys(*inside, grants);
  if (!keys) return fail(keys.error());

  Opening& opening = inside->opening;
  opening.store = greeting->store;
  opening.charter = inside->seen.charter_hash;
  opening.vault_nonce = greeting->nonce;
  opening.session_nonce = crypto::random_array<32>();
  opening.time_ms = greeting->time_ms;
  opening.until_ms = greeting->time_ms + kOpeningLastsMs;
  EnterRequest request;
  request.opening = encode_opening(opening);
  request.signature = identity.signing_key().sign(request.opening);
  inside->opening_hash = crypto::blake2b(request.opening);
  auto token = vault.enter(request);
  if (!token) return fail(token.error());
  inside->token = *token;
  return std::unique_ptr<Session>(new Session(std::move(inside)));
}

const redact::Policy& Session::policy() const noexcept {
  return inside_->policy;
}
const Charter& Session::charter() const noexcept {
  return inside_->charter.charter;
}
const redact::Role& Session::role() const noexcept {
  return *inside_->policy.role(inside_->opening.role);
}
redact::PersonId Session::person() const noexcept {
  return inside_->opening.person;
}
Pin Session::seen() const {
  return inside_->seen;
}

Result<std::vector<LogLine>> Session::read_log(const LogRequest& request) {
  auto answer = inside_->vault.read_log(inside_->token, request);
  if (!answer) return fail(answer.error());
  LogReader reader({inside_->store, answer->origin}, inside_->opening.role, inside_->role_secret);
  for (const LogEpoch& epoch : answer->epochs) {
    auto row = log_rows::EpochRow::decode(epoch.row);
    if (!row) return fail(row.error());
    auto first = decode_leaf(epoch.first);
    if (!first) return fail(first.error());
    if (auto added = reader.add_epoch(epoch.epoch, *row, *first); !added)
      return fail(added.error());
  }
  std::vector<LogLine> out;
  for (const LogLeaf& line : answer->leaves) {
    auto leaf = decode_leaf(line.leaf);
    if (!leaf) return fail(leaf.error());
    auto entry = reader.open(*leaf);
    if (!entry) return fail(entry.error());
    out.push_back({line.index, std::move(*entry)});
  }
  return out;
}

Result<std::vector<HeadLine>> Session::heads(const std::optional<RecordId>& after,
                                             std::size_t limit) {
  return inside_->vault.heads(inside_->token, after, limit);
}

}  // namespace veil::store
