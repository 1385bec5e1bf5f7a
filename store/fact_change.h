// store/fact_change.h: what one commit does to the host facts of a record. Consents and referrals
// are said as acts (given, ended, offered, answered), not as new lists: so nothing of them can be
// lost between a reading and a writing, and who gives one need not see the others.
// Promise: one byte string for each change, and no other; a writer signs its hash.
// Thread safety: values and free functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crypto/bytes.h"
#include "redact/facts.h"
#include "redact/schema.h"

namespace veil::store {

inline constexpr std::size_t kFactActsMax = 1000;  // of each kind, in one change

struct PeopleChange {
  std::vector<redact::PersonId> add;
  std::vector<redact::PersonId> remove;
  bool empty() const noexcept { return add.empty() && remove.empty(); }
  friend bool operator==(const PeopleChange&, const PeopleChange&) = default;
};

struct ConsentGiven {
  redact::Row row = 0;  // allotted by this commit
  std::string scope;
  std::string recipient;
  std::string giver;
  std::uint64_t until_ms = 0;
  friend bool operator==(const ConsentGiven&, const ConsentGiven&) = default;
};

struct ConsentEnd {
  redact::Row row = 0;
  std::optional<std::uint64_t> until_ms;  // earlier than it was; absent: withdrawn now
  friend bool operator==(const ConsentEnd&, const ConsentEnd&) = default;
};

struct ReferralOffer {
  redact::Row row = 0;  // allotted by this commit
  std::string recipient;
  friend bool operator==(const ReferralOffer&, const ReferralOffer&) = default;
};

struct ReferralStep {
  redact::Row row = 0;
  redact::ReferralStatus to = redact::ReferralStatus::accepted;
  bool assign = false;  // who accepts is assigned to the record
  friend bool operator==(const ReferralStep&, const ReferralStep&) = default;
};

// Who writes, and when: given by the vault, and kept with the facts.
struct FactWriting {
  redact::PersonId person = 0;
  std::uint64_t now_ms = 0;
};

// What is absent or empty stays as it was.
struct FactChange {
  std::optional<redact::Date> opened_on;
  std::optional<std::vector<redact::PersonId>> assigned;   // the whole list
  std::optional<std::vector<redact::PersonId>> conflicts;  // the whole list
  std::optional<std::string> status;
  std::optional<bool> guardian_conflict;
  PeopleChange assign;
  PeopleChange conflict;
  std::vector<ConsentGiven> given;
  std::vector<ConsentEnd> ended;
  std::vector<ReferralOffer> offered;
  std::vector<ReferralStep> steps;
  Hash request{};  // an approved request that this change is made under; zero: none

  bool empty() const noexcept;
  bool changes(redact::FactKind kind) const noexcept;
  // The facts after it. Whether it may be made is another question: store/fact_rules.h.
  void apply_to(redact::Facts& facts, const FactWriting& writing) const;
  // BLAKE2b-256 over the encoded change: binds it to the statement without putting it into the log.
  Hash hash() const;
  friend bool operator==(const FactChange&, const FactChange&) = default;
};

// A guardian with a conflict of interest gives a consent, or the conflict is said to be no more:
// what takes the decision of several people.
bool needs_override(const redact::Facts& before, const FactChange& change) noexcept;

Bytes encode_fact_change(const FactChange& change);
Result<FactChange> decode_fact_change(BytesView bytes);  // Corrupt

}  // namespace veil::store
