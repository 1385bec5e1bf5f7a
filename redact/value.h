// redact/value.h: what a field can hold.
// A value is valid by construction of its kind; whether it fits a field is checked by the schema.
// Plaintext lives here: it is never printed in errors, and wiped where it is cheap to do so.
// Thread safety: values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "crypto/bytes.h"

namespace veil::redact {

// Asked, and not known: a type of its own, not a value of another.
struct Unknown {
  friend bool operator==(const Unknown&, const Unknown&) = default;
};

enum class Precision : std::uint8_t { day = 0, month = 1, year = 2 };

// Days since 1970-01-01 in the proleptic Gregorian calendar; the first of the month or year where
// the precision is coarser.
struct Date {
  std::int32_t days = 0;
  Precision precision = Precision::day;
  friend bool operator==(const Date&, const Date&) = default;
};

struct Money {
  std::int64_t fen = 0;
  friend bool operator==(const Money&, const Money&) = default;
};

// An entry of a code list, with the edition of the list it was taken from.
struct CodeEntry {
  std::string code;
  std::string edition;
  friend bool operator==(const CodeEntry&, const CodeEntry&) = default;
};

// A range of whole numbers, both ends included; an absent end is open. Ages, amounts in fen.
struct Band {
  std::optional<std::int64_t> low;
  std::optional<std::int64_t> high;
  friend bool operator==(const Band&, const Band&) = default;
};

// A file kept elsewhere: what it is and how to recognise it, not its content.
struct FileReference {
  std::string media_type;
  std::uint64_t size = 0;
  Hash digest{};  // BLAKE2b-256 of the content
  friend bool operator==(const FileReference&, const FileReference&) = default;
};

// "It is there" and "it passes its check", where no more may be said.
struct Present {
  bool valid = false;
  friend bool operator==(const Present&, const Present&) = default;
};

// The order is the kind number on disk (docs/format.md): append only.
using Value = std::variant<Unknown,                 // 0
                           std::string,             // 1  UTF-8
                           Date,                    // 2
                           Money,                   // 3
                           std::int64_t,            // 4
                           bool,                    // 5
                           CodeEntry,               // 6
                           std::vector<CodeEntry>,  // 7
                           Band,                    // 8
                           FileReference,           // 9
                           Present>;                // 10

inline constexpr std::size_t kValueKinds = std::variant_size_v<Value>;
inline constexpr std::size_t kTextSizeMax = std::size_t{1024} * 1024;  // bytes of one text value
inline constexpr std::size_t kCodesMax = 64;                           // entries of one list value

}  // namespace veil::redact
