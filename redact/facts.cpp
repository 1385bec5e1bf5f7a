#include "redact/facts.h"

#include <algorithm>
#include <array>

namespace veil::redact {
namespace {

constexpr std::array<std::string_view, 5> kReferralWords = {"offered", "accepted", "declined",
                                                            "done", "revoked"};

}  // namespace

std::string_view to_string(ReferralStatus status) noexcept {
  return kReferralWords[static_cast<std::size_t>(status)];
}

std::optional<ReferralStatus> parse_referral_status(std::string_view word) noexcept {
  const auto found = std::find(kReferralWords.begin(), kReferralWords.end(), word);
  if (found == kReferralWords.end()) return std::nullopt;
  return static_cast<ReferralStatus>(found - kReferralWords.begin());
}

// A conflict that comes to light later takes away what the guardian agreed to before, as well: who
// harms the child does not decide for it.
bool is_valid(const Facts& facts, const Consent& consent, std::uint64_t now_ms) noexcept {
  const bool guardian_barred =
      facts.guardian_conflict && consent.giver == kGuardian && !consent.overridden;
  return !consent.withdrawn && consent.until_ms > now_ms && !guardian_barred;
}

bool is_open(const Referral& referral, std::uint64_t now_ms) noexcept {
  return referral.status == ReferralStatus::accepted ||
         (referral.status == ReferralStatus::offered && now_ms < referral.until_ms);
}

}  // namespace veil::redact
