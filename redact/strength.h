// redact/strength.h: the numbers that name things on disk: fixed for good, never reused.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

namespace veil::redact {

using ClassId = std::uint16_t;
using EntityId = std::uint16_t;
using FieldId = std::uint16_t;
using RoleId = std::uint16_t;
using PurposeId = std::uint16_t;
using PersonId = std::uint32_t;
using Row = std::uint32_t;

// How much of a value a role sees. The order is the order of strength.
enum class Strength : std::uint8_t { withheld = 0, counted = 1, veiled = 2, full = 3 };

std::string_view to_string(Strength strength) noexcept;
std::optional<Strength> parse_strength(std::string_view word) noexcept;

// The unit of cryptographic access: class * 4 + strength. Class 0 is the host's own.
using Compartment = std::uint32_t;

constexpr Compartment compartment_of(ClassId cls, Strength strength) noexcept {
  return Compartment{cls} * 4 + static_cast<Compartment>(strength);
}
constexpr ClassId class_of(Compartment compartment) noexcept {
  return static_cast<ClassId>(compartment / 4);
}
constexpr Strength strength_of(Compartment compartment) noexcept {
  return static_cast<Strength>(compartment % 4);
}

}  // namespace veil::redact
