// store/vault.h: the host's half of a store: the door to every record.
// Holds host keys and record secrets, no compartment key: it cannot read what it keeps.
// Promise:
//   - no share leaves before the access log holds the entry of it, durably; if the log cannot be
//     written, nothing is answered;
//   - a write is one atomic batch with its log entry, conditional on the record version;
//   - to a person whose best outcome for a record is nothing, an unknown id, a record of others and
//   a
//     conflict are the same answer and the same durable entry.
// Thread safety: all members may be called concurrently.
// Errors: Denied (the answer to everything that is not for this session), NotFound (to those who
// may know), Conflict (another commit came first, a ticket was spent, the charter changed: begin
// again), Corrupt (what is stored was altered; names the record, never content), Unavailable (the
// log or the engine cannot be written).
#pragma once

#include <functional>
#include <memory>

#include "crypto/identity.h"
#include "store/charter.h"
#include "store/engine/engine.h"
#include "store/erasure_keys.h"
#include "store/host_keys.h"
#include "store/messages.h"

namespace veil::store {

using Clock = std::function<std::uint64_t()>;  // ms since 1970, UTC
Clock system_clock();

struct VaultOptions {
  std::unique_ptr<Engine> engine;
  std::filesystem::path checkpoint;  // the log's checkpoint file, beside the engine
  HostKeys keys;
  std::unique_ptr<ErasureKeys> erasure_keys;
  Clock clock = system_clock();
  std::string client = "veilstore";  // named in log entries
};

class Vault {
 public:
  // Corrupt if the store is not the keys', its charters do not follow from each other, or its log
  // does not extend the checkpoint file.
  static Result<std::unique_ptr<Vault>> open(VaultOptions options);
  ~Vault();
  Vault(const Vault&) = delete;
  Vault& operator=(const Vault&) = delete;

  const StoreId& store_id() const noexcept;

  // `pinned_log`: size of the log that the person saw last; the greeting proves that it still
  // begins so. Corrupt if the log has fewer entries.
  Result<Greeting> greet(const crypto::PublicIdentity& who, std::uint64_t pinned_log) const;
  Result<SessionToken> enter(const EnterRequest& request);
  void leave(const SessionToken& token);

  Result<ReadAnswer> read(const SessionToken& token, const ReadRequest& request);
  Result<ListAnswer> list(const SessionToken& token, const ListRequest& request);
  // The decision is that of a reading; the role must have the action `history`.
  Result<HistoryAnswer> history(const SessionToken& token, const ReadRequest& request);
  // Exact search. The records that hold the value and of which this session sees something. Denied
  // where the policy does not let the role search the field now, or the person has searched as
  // often as she may today.
  Result<SearchAnswer> search(const SessionToken& token, const SearchRequest& request);
  // Only for sessions that see in full every fact of the record on which a decision rests: who is
  // assigned or barred, what was agreed, who was asked. Opens no section. InvalidArgument: nobody
  // in the roster has that number, or the policy has no such class.
  Result<ExplainAnswer> explain(const SessionToken& token, const ExplainRequest& request);
  // Which pieces of texts stand in the lexicon of the ticket's record. Denied unless the ticket is
  // of a commit that may scrub texts of an existing record; InvalidArgument above what one commit
  // may ask, Unavailable above what a person may in a day: what she may read anyway is not counted.
  Result<LexiconAnswer> ask_lexicon(const SessionToken& token, const LexiconRequest& request);
  Result<std::vector<Ticket>> begin(const SessionToken& token, const BeginRequest& request);
  // The new record versions, in order. All items or none.
  Result<std::vector<std::uint64_t>> commit(const SessionToken& token, CommitRequest request);
  Result<LogAnswer> read_log(const SessionToken& token, const LogRequest& request);

  // ---- acts of several people (store/request.h). Each is signed over a challenge of its own.
  Result<Challenge> challenge(const SessionToken& token);
  // Denied if the policy lets nobody in this role ask for that. Says nothing of the record: an
  // unknown one can be asked about, and nobody will answer.
  Result<RequestId> ask(const SessionToken& token, const AskMessage& message);
  // Opens one record further, at once and for some minutes: asks for the review of it. Denied, as
  // for an unknown id, where that would show nothing.
  Result<RequestId> break_glass(const SessionToken& token, const AskMessage& message);
  // Denied if it is not hers to answer; Conflict if she has, or somebody else answered meanwhile.
  Result<> answer(const SessionToken& token, const AnswerMessage& message);
  // Those that she asked for, and those that she may answer, of records that she sees something of.
  Result<std::vector<RequestLine>> requests(const SessionToken& token, const RequestQuery& query);
  // The policy that a request asks for, the one whose id lies in [low, high]. NotFound;
  // InvalidArgument if there are several.
  Result<Bytes> proposed_policy(const RequestId& low, const RequestId& high) const;

  // Puts the next charter in force, with the grants that go with it. Denied unless it follows from
  // the one in force and enough custodians signed it and each grant.
  Result<> apply_charter(const SignedCharter& next, const std::vector<Bytes>& grants);
  // All charters from the first, signed.
  std::vector<Bytes> charters() const;
  // Signed grants to custodians, to the recovery key and to roles, for those who make the next
  // charter.
  Result<std::vector<Bytes>> custody_grants() const;
  std::shared_ptr<const SignedCharter> charter() const;

  // Signs the last checkpoint and ends; a destroyed vault does the same and cannot say what failed.
  Result<> close();

  // The heads of records after `after`, in order: for auditors, who fold statements into
  // directories.
  Result<std::vector<HeadLine>> heads(const SessionToken& token,
                                      const std::optional<RecordId>& after, std::size_t limit);

  struct Inside;                                  // store/vault_inside.h
  Inside& inside() noexcept { return *inside_; }  // for the store's own parts

 private:
  explicit Vault(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace veil::store
