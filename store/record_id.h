// store/record_id.h: the name of a record: 16 random bytes.
// Shown as 26 Crockford base32 characters and 2 check characters (the number modulo 1021, so that
// every single wrong character and every swap of neighbours is noticed). Reading accepts small
// letters, o for 0 and i or l for 1, and hyphens or blanks between groups. Thread safety: free
// functions and values.
#pragma once

#include <compare>

#include "crypto/bytes.h"

namespace veil::store {

struct RecordId {
  ByteArray<16> bytes{};

  static RecordId random();
  // The id of row `row` of import `import_id`: the same each time, so that a resumed import finds
  // what it did. BLAKE2b-128 under a key that the store's host derives (docs/format.md).
  static RecordId of_import(BytesView key, BytesView import_id, std::uint64_t row);
  // InvalidArgument if malformed or the check characters do not fit; the text is not quoted.
  static Result<RecordId> parse(std::string_view text);

  std::string text() const;

  friend bool operator==(const RecordId&, const RecordId&) = default;
  // Spelt out: clang-tidy 14 takes the 0 that a defaulted <=> compares with for a pointer.
  friend std::strong_ordering operator<=>(const RecordId& a, const RecordId& b) {
    return a.bytes <=> b.bytes;
  }
};

// What a person typed: a whole id, or the first 6 or more characters of one.
struct RecordIdPrefix {
  ByteArray<16> low{};   // the smallest id that begins so
  ByteArray<16> high{};  // the greatest

  bool is_whole() const noexcept { return low == high; }
  static Result<RecordIdPrefix> parse(std::string_view text);
};

}  // namespace veil::store
