// redact/facts.h: the few typed facts of a record that the host must read to decide (DESIGN 6).
// They are kept in the record's host section, whole, and are no secret to the host.
// Thread safety: values.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "redact/strength.h"
#include "redact/value.h"

namespace veil::redact {

// Who gives a consent for a minor; the one giver whose word a conflict of interest takes away.
inline constexpr std::string_view kGuardian = "guardian";

// That a body may be told something, for a time. Never removed, at most ended earlier.
struct Consent {
  std::string scope;
  std::string recipient;  // a body, as Role::body
  std::uint64_t until_ms = 0;
  bool withdrawn = false;
  Row row = 0;  // of the entity whose other fields say more of it
  std::string giver = {};
  std::uint64_t withdrawn_at_ms = 0;
  bool overridden = false;  // two people decided that it counts in spite of a guardian's conflict
  friend bool operator==(const Consent&, const Consent&) = default;
};

enum class ReferralStatus : std::uint8_t {
  offered = 0,
  accepted = 1,
  declined = 2,
  done = 3,
  revoked = 4,
};
std::string_view to_string(ReferralStatus status) noexcept;
std::optional<ReferralStatus> parse_referral_status(std::string_view word) noexcept;

// How long an offer stands.
inline constexpr std::uint64_t kOfferLastsMs = 72ULL * 60 * 60 * 1000;

// That a body is asked to help; accepted by one of its people.
struct Referral {
  Row row = 0;
  std::string recipient;  // a body, as Role::body
  ReferralStatus status = ReferralStatus::offered;
  std::uint64_t offered_at_ms = 0;
  std::uint64_t until_ms = 0;  // not to be accepted from then on
  PersonId by = 0;
  PersonId taken_by = 0;  // whom accepting it assigned to the record; 0: nobody
  friend bool operator==(const Referral&, const Referral&) = default;
};

struct Facts {
  PersonId created_by = 0;
  std::uint64_t created_at_ms = 0;
  std::optional<Date> opened_on;  // ages are counted on this day; absent: the day of created_at
  std::vector<PersonId> assigned;
  std::vector<PersonId> conflicts;  // may never open the record
  std::string status;
  std::vector<Consent> consents;
  std::vector<std::string> holds;  // reasons why nothing may be erased
  bool guardian_conflict = false;  // a guardian of a linked minor has an interest against the case
  std::vector<Referral> referrals;
  friend bool operator==(const Facts&, const Facts&) = default;
};

// Whether the consent counts at this moment.
bool is_valid(const Facts& facts, const Consent& consent, std::uint64_t now_ms) noexcept;
// An offer that can still be accepted, or help that has begun and not ended.
bool is_open(const Referral& referral, std::uint64_t now_ms) noexcept;

}  // namespace veil::redact
