#include "store/policy_check.h"

namespace veil::store {
namespace {

tl::unexpected<Error> unfit(const std::string& why) {
  return fail(Code::InvalidArgument, "policy: " + why);
}

}  // namespace

Result<redact::Policy> check_next_policy(const std::vector<Bytes>& chain,
                                         const redact::Policy& before, std::string_view text) {
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
