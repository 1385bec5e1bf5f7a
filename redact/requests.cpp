#include "redact/requests.h"

#include <algorithm>
#include <array>

namespace veil::redact {
namespace {

constexpr std::array<std::string_view, 7> kWords = {
    "access",  "policy_change",  "conflict_override", "consent_override", "break_glass_review",
    "closing", "conflict_notice"};

}  // namespace

std::string_view to_string(RequestKind kind) noexcept {
  return kWords[static_cast<std::size_t>(kind) - 1];
}

std::optional<RequestKind> parse_request_kind(std::string_view word) noexcept {
  const auto found = std::find(kWords.begin(), kWords.end(), word);
  if (found == kWords.end()) return std::nullopt;
  return static_cast<RequestKind>(found - kWords.begin() + 1);
}

bool opens_by_itself(RequestKind kind) noexcept {
  return kind == RequestKind::break_glass_review || kind == RequestKind::conflict_notice;
}

}  // namespace veil::redact
