// store/log/entry.h: what one entry of the access log says: never a value.
// The encoding is strict: an entry has one form only, and what decodes encodes back to itself.
// Thread safety: free functions and values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crypto/merkle.h"
#include "crypto/sign.h"
#include "redact/strength.h"
#include "store/record_id.h"

namespace veil::store {

// Numbers are fixed for good. A reader shows numbers it does not know as they are.
enum class Action : std::uint16_t {
  open_session = 1,
  read = 2,
  list = 3,
  create = 4,
  update = 5,
  history = 6,
  search = 7,
  erase = 8,
  import = 9,
  export_copy = 10,
  log_read = 11,
  check = 12,
  person_add = 13,
  policy_change = 14,
  key_use = 15,
  request = 16,
  close_session = 17,
  break_glass = 18,
  scrub = 19,  // pieces of a text were looked for in a record's lexicon
};

// "read", "person_add"; empty for a number without a name.
std::string_view to_string(Action action) noexcept;

enum class EntryOutcome : std::uint8_t { given = 1, refused = 2, failed = 3 };

std::string_view to_string(EntryOutcome outcome) noexcept;

// What a reader got of one class. `reason` is the decision's reason number, for auditors.
struct ClassOutcome {
  redact::ClassId cls = 0;
  redact::Strength given = redact::Strength::withheld;
  std::uint8_t reason = 0;
  friend bool operator==(const ClassOutcome&, const ClassOutcome&) = default;
};

// Where the statement stands in its batch: the signature is over the RFC 6962 root of the batch's
// statements. A statement alone has index 0, size 1 and no hashes.
struct StatementPath {
  std::uint64_t index = 0;
  std::uint64_t size = 1;
  std::vector<Hash> hashes;
  friend bool operator==(const StatementPath&, const StatementPath&) = default;
};

// What a person signed: the commit statement of a write, or the opening of a session.
struct Statement {
  Bytes bytes;
  StatementPath path;
  crypto::Signature signature{};
  friend bool operator==(const Statement&, const Statement&) = default;
};

struct Entry {
  static constexpr std::size_t kRecordsMax = 2'000;  // longer lists become several entries
  static constexpr std::size_t kClassesMax = 1'024;
  static constexpr std::size_t kReasonMax = 500;  // bytes
  static constexpr std::size_t kClientMax = 200;
  static constexpr std::size_t kStatementMax = 32'768;
  static constexpr std::size_t kPathMax = 63;
  static constexpr std::size_t kSubjectMax = 256;

  std::uint64_t time_ms = 0;  // given by the log when the entry gets its index
  Action action = Action::read;
  EntryOutcome outcome = EntryOutcome::given;
  Hash opening{};  // hash of the signed opening of the session; zero for acts of the host itself
  redact::PersonId person = 0;
  redact::RoleId role = 0;
  redact::PurposeId purpose = 0;
  std::uint64_t charter_version = 0;
  std::uint32_t part = 1;  // of `parts` entries that together say one thing
  std::uint32_t parts = 1;
  std::string reason;  // as the person stated it
  std::string client;
  std::vector<RecordId> records;
  std::vector<ClassOutcome> classes;
  std::optional<Statement> statement;
  Bytes subject;  // a PAE that says what the act was about, besides records; empty if nothing

  friend bool operator==(const Entry&, const Entry&) = default;
};

// InvalidArgument if a part is longer than its limit, or not UTF-8 where it is text. Lists of
// records may have any length: see split().
Result<> check_entry(const Entry& entry);

// Requires check_entry() and at most kRecordsMax records (asserted).
Bytes encode_entry(const Entry& entry);
Result<Entry> decode_entry(BytesView bytes);  // Corrupt

// Cuts a list of more than kRecordsMax records into numbered entries: all say the same but for
// their records, and only the first carries the statement.
std::vector<Entry> split(Entry entry);

}  // namespace veil::store
