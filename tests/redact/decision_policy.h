// tests/redact/decision_policy.h: the small policy with other grants and `never` rules, for
// decisions.
#pragma once

#include <string>
#include <vector>

#include "redact/decision.h"
#include "tests/redact/small_policy.h"

namespace veil::redact {

inline constexpr std::uint64_t kHour = 3'600'000;
inline constexpr std::uint64_t kDay = 24 * kHour;
inline constexpr std::uint64_t kNoon = 19000 * kDay + 4 * kHour;  // 12:00 at +08:00
inline constexpr PersonId kMe = 7;
inline constexpr PersonId kOther = 8;

struct Spec {
  std::string role;
  std::string cls;
  std::string strength;  // empty: write only
  bool write = false;
  std::string conditions;
};

inline std::string text_of(const std::vector<Spec>& grants, const std::string& nevers) {
  std::string text(kSmallPolicy);
  const auto cut = [&](const std::string& from, const std::string& with) {
    const std::size_t begin = text.find(from);
    const std::size_t end = text.find("\n]\n", begin);
    REQUIRE(end != std::string::npos);
    text.replace(begin, end + 3 - begin, with);
  };
  std::string list = "grant = [\n";
  for (const Spec& grant : grants) {
    list += "{ role = \"" + grant.role + "\", classes = [\"" + grant.cls + "\"]";
    if (!grant.strength.empty()) list += ", strength = \"" + grant.strength + "\"";
    if (grant.write) list += ", write = true";
    if (!grant.conditions.empty()) list += ", when = { " + grant.conditions + " }";
    list += " },\n";
  }
  cut("grant = [", list + "]\n");
  cut("never = [", "never = [\n" + nevers + "]\n");
  text = replaced(text, R"(purposes = ["help"], may)", R"(purposes = ["help", "count"], may)");
  return replaced(text, R"(may = ["list"])", R"(may = ["list", "read", "write", "read_log"])");
}

struct World {
  Facts facts;
  Ask ask;
};

}  // namespace veil::redact
