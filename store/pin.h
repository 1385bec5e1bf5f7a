// store/pin.h: what a person last saw of a store, kept beside her identity, so that an older copy
// of the store is noticed.
//   line 1     "veil pins 1"
//   a store    "<store> <charter version> <charter hash> <log size> <log root>", hex and decimal,
//              ascending by store
// Promise: a pin moves forward only. Errors: Corrupt "rolled back: ..." with both numbers if the
// store is behind its pin, "forked: ..." if it has another charter or log of the same number;
// Corrupt too for a pin file that is damaged. Thread safety: values and free functions; processes
// that advance the same file wait for each other.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <vector>

#include "crypto/bytes.h"

namespace veil::store {

struct Pin {
  StoreId store{};
  std::uint64_t charter_version = 0;
  Hash charter_hash{};
  std::uint64_t log_size = 0;  // of the last signed checkpoint seen
  Hash log_root{};
  friend bool operator==(const Pin&, const Pin&) = default;
};

inline constexpr std::size_t kPinsMax = 1000;  // stores of one file

// Is `seen` what follows `pinned`? That a newer charter or a larger log descends from the pinned
// one is the caller's to prove, by the chain of charters and by the tree. InvalidArgument for pins
// of two stores.
Result<> check_pin(const Pin& pinned, const Pin& seen);

// Nothing if the file, or the store in it, is not there yet.
Result<std::optional<Pin>> read_pin(const std::filesystem::path& path, const StoreId& store);

// Reads, checks, and writes what is newer; a store that was not pinned is added.
Result<> advance_pin(const std::filesystem::path& path, const Pin& seen);

// The file's content. pins_text requires (asserted) ascending stores.
std::string pins_text(std::span<const Pin> pins);
Result<std::vector<Pin>> parse_pins(std::string_view text);

}  // namespace veil::store
