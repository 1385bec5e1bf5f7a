#include "store/policy_check.h"

#include <algorithm>

#include "redact/unicode.h"

namespace veil::store {
namespace {

tl::unexpected<Error> unfit(const std::string& why) {
  return fail(Code::InvalidArgument, "policy: " + why);
}

// Characters that steer a terminal, or turn the order of what follows, also in remarks.
bool reads_as_it_is(std::string_view text) {
  const auto characters = redact::decode_utf8(text);
  return characters && std::none_of(characters->begin(), characters->end(), [](char32_t c) {
           const bool plain = c == U'\n' || c == U'\r' || c == U'\t';
           return (redact::is_control(c) && !plain) || redact::is_bidi_control(c);
         });
}

}  // namespace

Result<redact::Policy> check_next_policy(const std::vector<Bytes>& chain,
                                         const redact::Policy& before, std::string_view text) {
  if (!reads_as_it_is(text)) {
    return unfit("it holds a control character: those who approve it would not see what it says");
  }
  auto next = redact::Policy::parse(text);
  if (!next) return unfit(next.error().message);
  for (const auto& findings : {redact::lint(*next), redact::lint_succession(before, *next)}) {
    if (findings.empty()) continue;
    return unfit("it has findings, first " + findings.front().rule + ": " +
                 findings.front().message);
  }
  Bytes seen;
  for (const Bytes& bytes : chain) {
    auto charter = decode_signed_charter(bytes);
    if (!charter) return fail(charter.error());
    if (charter->charter.policy == seen) continue;
    seen = std::move(charter->charter.policy);
    auto older = redact::Policy::parse(text_of(seen));
    if (!older) return fail(older.error());
    if (older->version() == next->version()) {
      return unfit("version " + next->version() + " was in force before: a new one needs another");
    }
  }
  return next;
}

}  // namespace veil::store
