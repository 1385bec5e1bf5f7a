// store/messages.h: what the two halves say to each other. The vault (host's half) holds host keys
// and record secrets and knows no content; the session (person's half) holds compartment keys and
// knows no record secret. They share nothing but these messages, so that the vault can be another
// process. Thread safety: values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crypto/secret.h"
#include "crypto/sign.h"
#include "redact/explain.h"
#include "redact/text/known.h"
#include "redact/view.h"
#include "store/pin.h"
#include "store/request.h"
#include "store/statement.h"

namespace veil::store {

using SessionToken = ByteArray<16>;
using TicketId = ByteArray<16>;

inline constexpr std::size_t kTicketsMax = 1000;                 // of one begin
inline constexpr std::size_t kListPageMax = 1000;                // records of one list answer
inline constexpr std::size_t kFoundMax = 100;                    // records of one search
inline constexpr std::size_t kPiecesMax = std::size_t{1} << 19;  // of one request
inline constexpr std::size_t kPiecesOfTicketMax = std::size_t{1} << 22;  // about 100,000 characters
inline constexpr std::uint32_t kPiecesOfDayMax = std::uint32_t{1} << 25;  // of one person
inline constexpr unsigned kAsksOfTicketMax = 1024;

// Before entering: what the vault shows to whoever knocks with a public key.
struct Greeting {
  StoreId store{};
  std::vector<Bytes> charters;  // signed, ascending, from version 1 to the one in force
  std::vector<Bytes> grants;    // signed: to this person, and to the roles she has
  Hash nonce{};
  std::uint64_t time_ms = 0;
  std::string checkpoint;       // of the access log, the newest, as a signed note
  std::vector<Hash> log_proof;  // that it extends the log that was pinned
};

struct EnterRequest {
  Bytes opening;  // encode_opening
  crypto::Signature signature{};
};

// Which part of each record is wanted. The vault gives at most what the decision allows.
struct Want {
  std::vector<redact::ClassId> classes;  // empty: all
  std::vector<redact::FieldId> fields;  // only these, whose classes stand above; empty: all of them
  redact::Strength at_most = redact::Strength::full;
};

struct ReadRequest {
  RecordId low;  // of a whole id both are the same; else the range that a prefix names
  RecordId high;
  Want want;
  std::string reason;
};

struct ReleasedShare {
  std::size_t entry = 0;  // of the record's directory
  crypto::Key share;
};

struct ReadAnswer {
  RecordId id;
  Bytes record;                            // the engine's value: head and sections
  redact::Decision decision;               // already cut to what was wanted
  std::vector<redact::OpenedValue> facts;  // as the decision lets this session see them
  std::vector<ReleasedShare> shares;
};

struct ListRequest {
  std::optional<RecordId> after;
  std::size_t limit = 50;
  Want want;
  std::string reason;
  bool only_mine = false;  // records that the asker is assigned to and that are not closed
};

struct ListAnswer {
  std::vector<ReadAnswer> records;
  std::optional<RecordId> next;       // more may follow after this one
  std::size_t damaged = 0;            // records of the page that do not pass their checks
  std::vector<RecordId> damaged_ids;  // of them, for those who see something of every record
};

// Why somebody sees one class of one record as she does.
struct ExplainRequest {
  RecordId low;  // as in ReadRequest
  RecordId high;
  redact::PersonId person = 0;
  redact::ClassId cls = 0;
  std::string reason;
};

struct ExplainAnswer {
  RecordId id;
  std::vector<redact::Explanation> explanations;  // by role and purpose
};

// A section that a newer one replaced.
struct RetiredSection {
  DirectoryEntry entry;
  Hash salt{};
  Bytes bytes;
  std::uint64_t replaced_at = 0;     // record version
  std::optional<crypto::Key> share;  // absent: it cannot be opened any more
};

struct FactsThen {
  std::uint64_t version = 0;
  std::vector<redact::OpenedValue> values;  // as the decision lets this session see them
  redact::PersonId by = 0;                  // 0: not known, or not for this session
  std::uint64_t at_ms = 0;
};

struct HistoryAnswer {
  ReadAnswer now;
  std::vector<RetiredSection> before;  // of the strengths that the decision gives, oldest first
  std::vector<FactsThen> facts;        // oldest first
};

struct SearchRequest {
  redact::FieldId field = 0;
  Hash token{};  // inner
  std::string reason;
};

struct SearchAnswer {
  std::vector<ReadAnswer> records;  // what the policy lets an answer show
  bool more = false;                // there are more, too many to be told apart by this value
  unsigned left = 0;                // searches of this person today
};

struct BeginItem {
  std::optional<RecordId> record;           // absent: a new one
  std::optional<std::uint64_t> import_row;  // of a new one: its place in the import
  Hash from_writer{};                       // w
  std::vector<redact::ClassId> classes;     // to be written
  // Asks now what the commit would say of this change of facts and its rows; writes nothing.
  std::optional<FactChange> rehearsed = std::nullopt;
  std::uint32_t rows = 0;
};

struct BeginRequest {
  std::vector<BeginItem> items;
  Bytes import_id;
  std::string reason;
};

struct CompartmentShare {
  redact::Compartment compartment = 0;
  std::uint64_t epoch = 0;
  crypto::Key share;
};

// What a commit will be held to.
struct TicketTerms {
  TicketId id{};
  RecordId record;
  bool exists = false;  // an imported row that is there already: nothing to do, no shares
  std::uint64_t record_version = 0;  // that the commit makes; its sections have this version
  std::uint64_t charter_version = 0;
  std::uint64_t generation = 0;  // of the record secret
  std::uint32_t next_row = 1;
  Hash from_host{};        // h
  redact::Date opened_on;  // what veils count ages on, unless the commit sets another
  Bytes head;              // as it is; empty for a new record
  // Where texts may be scrubbed: what the record's lexicon holds, and the known fields of which it
  // may lack values. Until it has them texts cannot be scrubbed.
  std::vector<redact::FormLength> lengths;
  std::vector<redact::FieldId> uncovered;
};

// Bound to the session, kept in the vault's memory, spent by the first commit whatever its outcome.
struct Ticket : TicketTerms {
  std::vector<CompartmentShare> shares;
};

struct NewSection {
  DirectoryEntry entry;  // without offset
  Bytes bytes;
};

// A form of a known value as the record's lexicon will hold it (store/lexicon.h).
using InnerToken = ByteArray<16>;
struct LexiconForm {
  InnerToken token{};
  redact::FormLength length;
  std::uint32_t tag = 0;  // redact::pack
};

// Which of these pieces of texts, that a commit of the ticket will scrub, are known?
struct LexiconRequest {
  TicketId ticket{};
  std::vector<InnerToken> pieces;
};
struct LexiconHit {
  std::uint32_t piece = 0;  // its place in the request
  std::uint32_t tag = 0;    // redact::pack
};
struct LexiconAnswer {
  std::vector<LexiconHit> hits;  // ascending
};

// A value of an indexed field as it is from now on: its inner token (store/postings.h), or none
// where there is nothing to be found.
struct IndexEdit {
  redact::Row row = 0;
  redact::FieldId field = 0;
  std::optional<Hash> token;
};

struct CommitItem {
  TicketId ticket{};
  std::vector<NewSection> sections;  // ascending by compartment
  std::vector<SectionName> removed;  // ascending: merged into new ones
  FactChange facts;
  std::vector<IndexEdit> index;    // ascending by (row, field); every indexed field that is written
  std::uint32_t rows = 0;          // that the commit allots
  bool known_changed = false;      // a value that scrubbing looks for was written
  std::vector<LexiconForm> forms;  // ascending by token: of these values
  std::vector<redact::FieldId> covers;  // ascending: known fields all whose values are among them
};

struct CommitRequest {
  std::vector<CommitItem> items;
  crypto::Signature signature{};  // over batch_message of the items' statements, in order
};

struct LogRequest {
  std::optional<RecordId> record;  // else a range of indices
  std::uint64_t from = 0;
  std::size_t limit = 1000;
  std::string reason;
};

struct LogLeaf {
  std::uint64_t index = 0;
  Bytes leaf;
};

// The data key of a log epoch, boxed to the auditors' roles, and the leaf that commits to it.
struct LogEpoch {
  std::uint32_t epoch = 0;
  Bytes row;    // log_rows::EpochRow
  Bytes first;  // the epoch's first leaf
};

struct LogAnswer {
  std::vector<LogLeaf> leaves;
  std::vector<LogEpoch> epochs;  // of those leaves
  std::string origin;
  std::uint64_t size = 0;  // of the log
};

// Something fresh to sign over, for one act of the session, and the vault's time.
struct Challenge {
  Hash nonce{};
  std::uint64_t time_ms = 0;
};

struct AskMessage {
  Bytes request;  // encode_request, with the challenge's nonce and time
  crypto::Signature signature{};
  Bytes policy;  // that is asked for, of a change of policy
};

struct AnswerMessage {
  Bytes answer;  // encode_answer, likewise
  crypto::Signature signature{};
};

struct RequestQuery {
  std::optional<RequestId> low;   // only ids from here
  std::optional<RequestId> high;  // to here
  bool all = false;               // those that are over as well
};

struct RequestLine {
  KeptRequest kept;
  RequestState state = RequestState::open;
  unsigned approvals = 0;  // that count now
  unsigned needed = 0;     // 0: the policy has no rule for it any more
  bool may_answer = false;
  bool mine = false;
};

struct HeadLine {
  RecordId id;
  Bytes head;  // with mac
};

}  // namespace veil::store
