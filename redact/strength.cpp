#include "redact/strength.h"

namespace veil::redact {

std::string_view to_string(Strength strength) noexcept {
  switch (strength) {
    case Strength::withheld:
      return "withheld";
    case Strength::counted:
      return "counted";
    case Strength::veiled:
      return "veiled";
    case Strength::full:
      return "full";
  }
  return "withheld";
}

std::optional<Strength> parse_strength(std::string_view word) noexcept {
  for (const auto strength :
       {Strength::withheld, Strength::counted, Strength::veiled, Strength::full}) {
    if (word == to_string(strength)) return strength;
  }
  return std::nullopt;
}

}  // namespace veil::redact
