// redact/requests.h: what a policy says of acts that take several people: who may ask for which
// kind, who answers, how many must approve, and for how long; and of break-glass, the one way to
// see more alone, which others review afterwards. Thread safety: values and free functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "redact/strength.h"

namespace veil::redact {

// The numbers stand in signed requests: fixed for good.
enum class RequestKind : std::uint8_t {
  access = 1,              // one record, for one person in one role: the condition `approved`
  policy_change = 2,       // another policy
  conflict_override = 3,   // takes a person off the conflict list of a record
  consent_override = 4,    // a consent that the rules would not let count
  break_glass_review = 5,  // opened by whoever breaks the glass
  closing = 6,             // of a record
  conflict_notice = 7,     // opened by the host: a person in conflict tried to open a record
};
inline constexpr RequestKind kRequestKindLast = RequestKind::conflict_notice;

inline constexpr std::size_t kRequestCodeMax = 48;  // bytes of a reason code

std::string_view to_string(RequestKind kind) noexcept;
std::optional<RequestKind> parse_request_kind(std::string_view word) noexcept;
// Nobody asks for these: they are opened by something that happened, and never expire.
bool opens_by_itself(RequestKind kind) noexcept;

struct RequestRule {
  RequestKind kind = RequestKind::access;
  std::vector<RoleId> ask;      // empty for kinds that open by themselves
  std::vector<RoleId> approve;  // may answer, and see
  unsigned approvals = 1;       // of different persons, none of them the asker
  unsigned hours = 72;          // from asking to the end
};

struct BreakGlassRule {
  unsigned minutes = 120;      // for which it lasts
  unsigned review_hours = 72;  // within which it must be reviewed
  std::string reasons;         // the code list that a reason is taken from
};

}  // namespace veil::redact
