// store/vault_inside.h: what the parts of the vault share: keys, the charter in force, who has
// entered. Internal to store/vault*.cpp. Thread safety: charter and sessions are behind locks of
// their own; the rest is set at opening.
#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <shared_mutex>

#include "store/day_counts.h"
#include "store/lexicon.h"
#include "store/loaded_record.h"
#include "store/log/access_log.h"
#include "store/opening.h"
#include "store/postings.h"
#include "store/request_table.h"
#include "store/rules.h"
#include "store/vault.h"

namespace veil::store {

// A charter with all that is looked up in it. Immutable; replaced whole.
struct InForce {
  SignedCharter signed_charter;
  Hash hash{};
  redact::Policy policy;
  std::vector<Bytes> chain;  // signed charters from version 1
  std::map<redact::RoleId, std::vector<redact::Compartment>> keys;  // of each role, ascending
  std::map<redact::Compartment, RulesHash> rules;  // of each compartment that exists
  std::vector<redact::ClassId> hidden;             // classes that every record must have

  const Charter& charter() const noexcept { return signed_charter.charter; }
  VeilsInForce veils() const noexcept { return {policy, charter(), rules}; }
  std::vector<redact::Compartment> compartments_of(redact::ClassId cls) const;
};
Result<std::shared_ptr<const InForce>> put_in_force(SignedCharter charter,
                                                    std::vector<Bytes> chain);

// A ticket as the vault remembers it.
struct HeldTicket {
  TicketTerms shown;
  std::optional<LoadedRecord> before;  // absent: a new record
  RecordSecret secret;                 // of a new record
  redact::Facts facts;
  Hash salt{};
  std::vector<redact::ClassId> classes;
  redact::Decision decision;
  std::string reason;
  // Of an existing record, where the commit may scrub texts.
  std::shared_ptr<const Lexicon> lexicon;
  std::size_t pieces = 0;  // that were looked for in it
  unsigned asks = 0;
};

// A session as the vault sees it.
struct Visitor {
  Opening opening;
  Hash opening_hash{};
  crypto::VerifyKey key{};
  std::mutex mutex;  // of tickets and challenges
  std::map<TicketId, HeldTicket> tickets;
  std::map<Hash, std::uint64_t> challenges;  // not used yet; with their time
};

// What is refused as if there were no such record.
struct Refusal {
  std::vector<RecordId> records;
  std::string reason;
  Action action = Action::read;
  std::vector<RecordId> in_conflict;  // that she asked for, and is in conflict with
};

// An act that needs a request: made by the session that asked for it, where there is one.
struct RequestUse {
  RequestId id{};
  RequestSubject subject;
  const Visitor* by = nullptr;
  const redact::Facts* facts = nullptr;  // of the record, before the act
};

// What a suspended person is told, whatever she tries.
inline constexpr const char* kSuspended =
    "suspended: an emergency access of yours was not reviewed in time, or not approved; ask those "
    "who review it";

struct Vault::Inside {
  explicit Inside(VaultOptions options);

  StoreId store{};
  HostKeys keys;
  crypto::Key host_part_key;  // of the log's host parts
  crypto::Key import_key;     // of imported records' ids
  PostingKeys postings;
  DayCounts search_counts;
  DayCounts piece_counts;
  std::unique_ptr<ErasureKeys> erasure;
  std::unique_ptr<Engine> engine;
  Clock clock;
  std::string client;
  std::unique_ptr<AccessLog> log;  // after the engine: ends before it

  mutable std::shared_mutex charter_mutex;
  std::shared_ptr<const InForce> in_force;

  mutable std::mutex sessions_mutex;
  std::map<SessionToken, std::shared_ptr<Visitor>> visitors;
  mutable std::map<Hash, std::uint64_t>
      nonces;  // shown in greetings, not used yet; with their time

  HostAccess host(const InForce& now) const noexcept {
    return {store, keys.section, *erasure, now.charter().version};
  }
  std::shared_ptr<const InForce> current() const;

  RequestTable requests;
  std::mutex requests_mutex;  // held while one is opened that must be the only one

  RequestAccess request_access() const noexcept { return {store, keys.section}; }
  RequestWorld world(const InForce& now) const { return {now.policy, now.charter(), clock()}; }

  // Denied if the session has ended, or the roster does not give her the role any more, or she is
  // suspended, which is logged as a refusal of the action.
  Result<std::shared_ptr<Visitor>> visitor(const SessionToken& token, const InForce& now,
                                           Action action = Action::read);
  // What the session may see of one record: with the approvals and the broken glass of it.
  redact::Decision decide(const InForce& now, redact::Ask ask, const RecordId& record,
                          const redact::Facts& facts) const;
  redact::Ask ask(const Visitor& visitor, const InForce& now, redact::Action action,
                  const std::string& reason) const;
  // What the ticket's session may write of its record at this moment.
  redact::Decision may_now(const Visitor& visitor, const InForce& now,
                           const HeldTicket& held) const;
  // An entry with everything filled in that the session determines.
  Entry entry(const Visitor& visitor, const InForce& now, Action action,
              const std::string& reason) const;
  // Makes the entry durable; an error means that nothing may be answered.
  Result<> record(Entry entry) const;

  // Logs the refusal, then gives the one answer that unknown, not assigned and conflict share.
  tl::unexpected<Error> refuse(const Visitor& visitor, const InForce& now, Refusal refusal);
  tl::unexpected<Error> refuse(const Visitor& visitor, const InForce& now,
                               std::vector<RecordId> records, const std::string& reason,
                               Action action = Action::read) {
    return refuse(visitor, now, Refusal{std::move(records), reason, action, {}});
  }
  // Logs the entry as refused because its person is suspended, and says so to herself.
  tl::unexpected<Error> refuse_suspended(Entry entry);
  // Commits what is logged of a person, with a notice of each of these records, where the policy
  // has somebody told of a conflict and no notice is open.
  Result<> commit_with_notices(const InForce& now, redact::PersonId person,
                               const std::vector<RecordId>& in_conflict, Work work);

  // Uses up an approved request: adds to the work what marks it, conditional on what was read.
  // After the commit refresh_request() is due. Denied, saying why, unless it is exactly what was
  // approved, and still is.
  Result<> use_request(const InForce& now, const RequestUse& use, Work& work) const;
  void refresh_request(const RequestId& id);
};

// The one record of the range that this session sees something of, and what it sees.
struct Found {
  LoadedRecord record;
  redact::Decision decision;
};
// A reading, or a reading of history.
struct Looking {
  Vault::Inside& inside;
  const InForce& now;
  const Visitor& visitor;
  redact::Action action;
  const ReadRequest& request;

  Entry entry() const;
  // Makes durable that nothing was given, then says why.
  tl::unexpected<Error> fail_logged(EntryOutcome outcome, const Error& error) const;
  // Every error that it gives was logged.
  Result<Found> find_one(const Snapshot& snapshot) const;
};
Result<> check_reason(const std::string& reason);

// Releases the shares of what the decision allows.
Result<ReadAnswer> answer_of(const Vault::Inside& inside, const InForce& now, LoadedRecord loaded,
                             const redact::Decision& decision, const Want& want);
// The decision cut down to what is wanted: other classes leave it, stronger forms become weaker
// ones.
redact::Decision cut(const redact::Decision& decision, const Want& want, const InForce& now);
// The same, without weaker strengths that are not current: their shares are not released.
redact::Decision granted(const redact::Decision& decision, const Want& want, const InForce& now,
                         const Head& head);
// True once for each challenge that the session was given, while it is fresh.
bool spend_challenge(Visitor& visitor, const Hash& nonce, std::uint64_t made_at_ms,
                     std::uint64_t now_ms);
std::vector<ClassOutcome> outcomes_of(const redact::Decision& decision);
// The facts as values of their fields, in the strengths that the decision gives.
std::vector<redact::OpenedValue> visible_facts(const redact::Facts& facts, const InForce& now,
                                               const redact::Decision& decision);
// Of each class the strongest form that either gives.
void add_strongest(redact::Decision& to, const redact::Decision& one);
bool in_conflict(const redact::Facts& facts, redact::PersonId person) noexcept;
bool sees_something(const redact::Decision& decision) noexcept;
// The day on which ages are counted.
redact::Date opened_on(const redact::Facts& facts, const redact::Policy& policy);

}  // namespace veil::store
