#include "store/vault.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <limits>

#include "crypto/checkpoint.h"
#include "crypto/grant.h"
#include "crypto/hash.h"
#include "crypto/pae.h"
#include "store/log/rows.h"
#include "store/log_name.h"
#include "store/rows.h"
#include "store/vault_inside.h"

namespace veil::store {
namespace {

constexpr std::size_t kNoncesMax = 10000;
constexpr std::uint64_t kNonceLastsMs = 5ULL * 60 * 1000;
constexpr std::uint64_t kClockSlackMs = 5ULL * 60 * 1000;
constexpr auto kRoleToPerson = static_cast<std::uint8_t>(crypto::GrantKind::RoleToPerson);
constexpr auto kCompartmentToRole = static_cast<std::uint8_t>(crypto::GrantKind::CompartmentToRole);
constexpr auto kIndexToRole = static_cast<std::uint8_t>(crypto::GrantKind::IndexToRole);
constexpr auto kRecoveryToCustodian =
    static_cast<std::uint8_t>(crypto::GrantKind::RecoveryToCustodian);
constexpr auto kRoleToRecovery = static_cast<std::uint8_t>(crypto::GrantKind::RoleToRecovery);

// All charters from the first on, each checked against the one before.
Result<std::shared_ptr<const InForce>> read_charters(const Snapshot& snapshot,
                                                     const HostKeys& keys) {
  std::vector<Bytes> chain;
  std::optional<SignedCharter> last;
  Result<> checked;
  const auto visit = [&](BytesView, BytesView row) {
    auto next = open_charter_row(keys.section, chain.size() + 1, row);
    if (!next) {
      checked = fail(next.error());
    } else {
      checked = last ? check_successor(*last, *next) : check_first(*next);
    }
    if (!checked) return false;
    chain.push_back(encode_signed_charter(*next));
    last = std::move(*next);
    return true;
  };
  auto scanned = snapshot.scan(charter_rows(), {}, visit);
  if (!scanned) return fail(scanned.error());
  if (!checked) return fail(checked.error());
  if (!last) return fail(Code::Corrupt, "open: the store has no charter");
  auto first = decode_signed_charter(chain.front());
  if (!first) return fail(first.error());
  if (store_id_of(first->charter) != keys.store) {
    return fail(Code::InvalidArgument, "open: the host keys are of another store");
  }
  return put_in_force(std::move(*last), std::move(chain));
}

// Blanks do not make a reason; characters count, not bytes.
bool is_reason(std::string_view text, unsigned size_min) {
  std::size_t size = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > ' ' && (byte & 0xc0U) != 0x80) ++size;
  }
  return size >= size_min;
}

// The clock, but never earlier than it was once, nor than the first moment: what has expired stays
// so, whatever somebody sets the machine's clock to.
Clock never_back(Clock clock, std::uint64_t first_ms) {
  auto latest = std::make_shared<std::atomic<std::uint64_t>>(first_ms);
  return [clock = std::move(clock), latest] {
    const std::uint64_t now = clock();
    std::uint64_t before = latest->load();
    while (before < now && !latest->compare_exchange_weak(before, now)) {
    }
    return std::max(before, now);
  };
}

}  // namespace

Clock system_clock() {
  return [] {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
  };
}

std::vector<redact::Compartment> InForce::compartments_of(redact::ClassId cls) const {
  std::vector<redact::Compartment> out;
  for (const auto strength :
       {redact::Strength::counted, redact::Strength::veiled, redact::Strength::full}) {
    const redact::Compartment compartment = redact::compartment_of(cls, strength);
    if (policy.has_compartment(compartment)) out.push_back(compartment);
  }
  return out;
}

Result<std::shared_ptr<const InForce>> put_in_force(SignedCharter charter,
                                                    std::vector<Bytes> chain) {
  auto out = std::make_shared<InForce>();
  auto policy = redact::Policy::parse(text_of(charter.charter.policy));
  if (!policy) return fail(policy.error());
  out->policy = std::move(*policy);
  out->hash = charter_hash(charter.charter);
  out->signed_charter = std::move(charter);
  out->chain = std::move(chain);
  for (const redact::Compartment compartment : out->policy.compartments()) {
    if (out->charter().compartment_key(compartment) == nullptr) {
      return fail(Code::Corrupt, "charter: a compartment of its policy has no key");
    }
  }
  for (const redact::FieldId field : out->policy.indexed()) {
    if (out->charter().index_key(field) == nullptr) {
      return fail(Code::Corrupt, "charter: an indexed field of its policy has no key");
    }
  }
  out->rules = rules_of(out->policy);
  for (const redact::Role& role : out->policy.roles()) {
    out->keys[role.id] = out->policy.keys_of(role.id);
  }
  for (const redact::Class& cls : out->policy.schema().classes()) {
    if (cls.hidden) out->hidden.push_back(cls.id);
  }
  return std::shared_ptr<const InForce>(std::move(out));
}

Vault::Inside::Inside(VaultOptions options)
    : store(options.keys.store),
      keys(std::move(options.keys)),
      host_part_key(log_host_part_key(keys.section)),
      import_key(crypto::derive(keys.index.reveal(), crypto::Pae("veil/import-key/1").view())),
      postings(keys.index),
      search_counts(keys.section, store, Counted::searches),
      piece_counts(keys.section, store, Counted::pieces),
      erasure(std::move(options.erasure_keys)),
      engine(std::move(options.engine)),
      clock(std::move(options.clock)),
      client(std::move(options.client)) {}

Vault::Vault(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Vault::~Vault() = default;

Result<std::unique_ptr<Vault>> Vault::open(VaultOptions options) {
  const std::filesystem::path checkpoint = options.checkpoint;
  auto inside = std::make_unique<Inside>(std::move(options));
  auto snapshot = inside->engine->snapshot();
  if (!snapshot) return fail(snapshot.error());
  auto now = read_charters(**snapshot, inside->keys);
  if (!now) return fail(now.error());
  inside->in_force = std::move(*now);
  const InForce& in_force = *inside->in_force;
  auto loaded = inside->requests.load(**snapshot, inside->request_access(), in_force.charter(),
                                      inside->clock());
  if (!loaded) return fail(loaded.error());
  snapshot->reset();
  AccessLogOptions log_options{log_name_of(inside->store, in_force.charter()),
                               auditors_of(in_force.policy, in_force.charter()),
                               {inside->host_part_key, inside->keys.log_index, inside->keys.log},
                               inside->clock,
                               checkpoint};
  auto log = AccessLog::open(*inside->engine, std::move(log_options));
  if (!log) return fail(log.error());
  inside->log = std::move(*log);
  inside->clock = never_back(std::move(inside->clock), inside->log->time_ms());
  return std::unique_ptr<Vault>(new Vault(std::move(inside)));
}

const StoreId& Vault::store_id() const noexcept {
  return inside_->store;
}

std::shared_ptr<const InForce> Vault::Inside::current() const {
  const std::shared_lock lock(charter_mutex);
  return in_force;
}

std::shared_ptr<const SignedCharter> Vault::charter() const {
  auto now = inside_->current();
  return {now, &now->signed_charter};
}

namespace {

// Grants to the person, and to the roles she has.
Result<std::vector<Bytes>> grants_of(const Snapshot& snapshot, const RosterEntry& person) {
  std::vector<Bytes> out;
  const auto take = [&](BytesView, BytesView grant) {
    out.push_back(to_bytes(grant));
    return true;
  };
  auto scanned = snapshot.scan(grant_rows(kRoleToPerson, person.number), {}, take);
  for (const redact::RoleId role : person.roles) {
    if (scanned) scanned = snapshot.scan(grant_rows(kCompartmentToRole, role), {}, take);
    if (scanned) scanned = snapshot.scan(grant_rows(kIndexToRole, role), {}, take);
  }
  if (!scanned) return fail(scanned.error());
  return out;
}

}  // namespace

Result<Greeting> Vault::greet(const crypto::PublicIdentity& who, std::uint64_t pinned_log) const {
  const auto now = inside_->current();
  Greeting out;
  out.store = inside_->store;
  out.charters = now->chain;
  out.time_ms = inside_->clock();
  out.nonce = crypto::random_array<32>();
  out.checkpoint = inside_->log->checkpoint();
  auto snapshot = inside_->engine->snapshot();
  if (!snapshot) return fail(snapshot.error());
  if (const RosterEntry* person = now->charter().person(who)) {
    auto grants = grants_of(**snapshot, *person);
    if (!grants) return fail(grants.error());
    out.grants = std::move(*grants);
  }
  auto key = crypto::NoteKey::parse(now->charter().log_vkey);
  if (!key) return fail(key.error());
  auto checkpoint = crypto::open_checkpoint(out.checkpoint, *key);
  if (!checkpoint) return fail(checkpoint.error());
  auto frontier = log_rows::read_frontier(**snapshot);
  if (!frontier) return fail(frontier.error());
  if (pinned_log <= checkpoint->tree.size) {
    auto proof = crypto::make_consistency_proof(
        pinned_log, checkpoint->tree.size, log_rows::subtrees_of(**snapshot, frontier->frontier));
    if (!proof) return fail(proof.error());
    out.log_proof = std::move(*proof);
  }
  const std::lock_guard lock(inside_->sessions_mutex);
  auto& nonces = inside_->nonces;
  std::erase_if(nonces,
                [&](const auto& entry) { return entry.second + kNonceLastsMs < out.time_ms; });
  if (nonces.size() >= kNoncesMax) return fail(Code::Unavailable, "greet: too many are entering");
  nonces.emplace(out.nonce, out.time_ms);
  return out;
}

Result<SessionToken> Vault::enter(const EnterRequest& request) {
  const auto now = inside_->current();
  auto opening = decode_opening(request.opening);
  if (!opening) return fail(opening.error());
  const std::uint64_t time = inside_->clock();
  {
    const std::lock_guard lock(inside_->sessions_mutex);
    if (inside_->nonces.erase(opening->vault_nonce) == 0) {
      return fail(Code::Denied, "enter: this opening was used already, or is too old");
    }
  }
  const RosterEntry* person = now->charter().person(opening->person);
  if (person == nullptr ||
      !crypto::verify(person->identity.verify_key(), request.opening, request.signature)) {
    return fail(Code::Denied, "enter: the opening is not signed by a person of this store");
  }
  auto visitor = std::make_shared<Visitor>();
  visitor->opening = *opening;
  visitor->opening_hash = crypto::blake2b(request.opening);
  visitor->key = person->identity.verify_key();
  Entry entry = inside_->entry(*visitor, *now, Action::open_session, {});
  entry.statement = Statement{request.opening, {}, request.signature};

  const redact::Role* role = now->policy.role(opening->role);
  const bool has_role =
      std::find(person->roles.begin(), person->roles.end(), opening->role) != person->roles.end();
  const bool for_role = role != nullptr && std::find(role->purposes.begin(), role->purposes.end(),
                                                     opening->purpose) != role->purposes.end();
  const bool in_time = opening->until_ms > time && opening->until_ms <= time + kOpeningLastsMs &&
                       opening->time_ms <= time + kClockSlackMs &&
                       opening->time_ms + kClockSlackMs >= time &&
                       (person->until_ms == 0 || person->until_ms > time);
  const bool of_here = opening->store == inside_->store && opening->charter == now->hash &&
                       opening->request == Hash{};
  if (!has_role || !for_role || !in_time || !of_here) {
    entry.outcome = EntryOutcome::refused;
    auto logged = inside_->record(std::move(entry));
    if (!logged) return fail(logged.error());
    return fail(Code::Denied, "enter: this person may not enter in that role for that purpose now");
  }
  if (inside_->requests.is_suspended(person->number, time)) {
    return inside_->refuse_suspended(std::move(entry));
  }
  auto logged = inside_->record(std::move(entry));
  if (!logged) return fail(logged.error());
  const SessionToken token = crypto::random_array<16>();
  const std::lock_guard lock(inside_->sessions_mutex);
  inside_->visitors.emplace(token, std::move(visitor));
  return token;
}

void Vault::leave(const SessionToken& token) {
  const std::lock_guard lock(inside_->sessions_mutex);
  inside_->visitors.erase(token);
}

Result<std::shared_ptr<Visitor>> Vault::Inside::visitor(const SessionToken& token,
                                                        const InForce& now, Action action) {
  std::shared_ptr<Visitor> out;
  {
    const std::lock_guard lock(sessions_mutex);
    const auto at = visitors.find(token);
    if (at != visitors.end()) out = at->second;
  }
  const std::uint64_t time = clock();
  const RosterEntry* person = out ? now.charter().person(out->opening.person) : nullptr;
  if (person == nullptr || out->opening.until_ms <= time ||
      (person->until_ms != 0 && person->until_ms <= time) ||
      std::find(person->roles.begin(), person->roles.end(), out->opening.role) ==
          person->roles.end()) {
    return fail(Code::Denied, "the session has ended: enter again");
  }
  if (requests.is_stale()) {
    return fail(Code::Unavailable,
                "requests could not be read back; the store must be opened again");
  }
  if (requests.is_suspended(person->number, time)) {
    return refuse_suspended(entry(*out, now, action, {}));
  }
  return out;
}

redact::Ask Vault::Inside::ask(const Visitor& visitor, const InForce& now, redact::Action action,
                               const std::string& reason) const {
  redact::Ask out;
  out.person = visitor.opening.person;
  out.role = visitor.opening.role;
  out.purpose = visitor.opening.purpose;
  out.action = action;
  out.now_ms = clock();
  out.reason_given = is_reason(reason, now.policy.reason_size_min());
  return out;
}

Entry Vault::Inside::entry(const Visitor& visitor, const InForce& now, Action action,
                           const std::string& reason) const {
  Entry out;
  out.action = action;
  out.opening = visitor.opening_hash;
  out.person = visitor.opening.person;
  out.role = visitor.opening.role;
  out.purpose = visitor.opening.purpose;
  out.charter_version = now.charter().version;
  out.reason = reason;
  out.client = client;
  return out;
}

Result<> Vault::Inside::record(Entry entry) const {
  Work work;
  work.drafts.push_back({std::move(entry), std::nullopt});
  auto index = log->commit(std::move(work));
  if (!index) return fail(index.error());
  return {};
}

tl::unexpected<Error> Vault::Inside::refuse(const Visitor& visitor, const InForce& now,
                                            Refusal refusal) {
  Work work;
  Entry refused = entry(visitor, now, refusal.action, refusal.reason);
  refused.outcome = EntryOutcome::refused;
  refused.records = std::move(refusal.records);
  work.drafts.push_back({std::move(refused), std::nullopt});
  auto logged =
      commit_with_notices(now, visitor.opening.person, refusal.in_conflict, std::move(work));
  if (!logged) return fail(logged.error());
  return fail(Code::Denied, "no such record, or not for you");
}

tl::unexpected<Error> Vault::Inside::refuse_suspended(Entry entry) {
  constexpr redact::ClassId kSession = 0;  // no class: the session as a whole
  entry.outcome = EntryOutcome::refused;
  entry.classes = {
      {kSession, redact::Strength::withheld, static_cast<std::uint8_t>(redact::Why::suspended)}};
  if (auto logged = record(std::move(entry)); !logged) return fail(logged.error());
  return fail(Code::Denied, kSuspended);
}

std::vector<Bytes> Vault::charters() const {
  return inside_->current()->chain;
}

Result<std::vector<Bytes>> Vault::custody_grants() const {
  auto snapshot = inside_->engine->snapshot();
  if (!snapshot) return fail(snapshot.error());
  std::vector<Bytes> out;
  for (const std::uint8_t kind :
       {kRecoveryToCustodian, kRoleToRecovery, kCompartmentToRole, kIndexToRole}) {
    Bytes prefix = grant_rows();
    prefix.push_back(kind);
    auto scanned = (*snapshot)->scan(prefix, {}, [&](BytesView, BytesView grant) {
      out.push_back(to_bytes(grant));
      return true;
    });
    if (!scanned) return fail(scanned.error());
  }
  return out;
}

Result<> Vault::close() {
  return inside_->log->close();
}

}  // namespace veil::store
