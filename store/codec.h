// store/codec.h: how values, section tables and host facts become bytes, before they are sealed.
// Promise: one byte string for each value, and no other: what decodes encodes to the same bytes.
// Only bytes that an AEAD has authenticated come here; still, hostile bytes give Corrupt, never a
// crash, and never an allocation larger than a small multiple of the input. Errors name what was
// read, never its content. Whether a text is UTF-8 and fits its field is the schema's to check
// (redact/schema.h).
// Thread safety: free functions, no shared state.
#pragma once

#include <span>
#include <vector>

#include "crypto/bytes.h"
#include "redact/facts.h"
#include "redact/strength.h"
#include "redact/value.h"

namespace veil::store {

inline constexpr std::size_t kTableRowsMax = 65535;
inline constexpr std::size_t kValueSizeMax = 4 * redact::kTextSizeMax;  // encoded
inline constexpr std::size_t kFactsListMax = 1000;                      // entries of each list
inline constexpr std::size_t kFactsTextMax = 1000;                      // bytes of each text

// Appends the value's bytes without its kind, which the section table keeps as its type. A text is
// its own bytes. InvalidArgument, with `to` unchanged, above the limits of redact/value.h or
// kValueSizeMax.
Result<> encode_value(Bytes& to, const redact::Value& value);
// `kind` is Value::index(). Corrupt unless encode_value gives exactly `bytes` for some value of it;
// Unsupported for a kind that is not known here.
Result<redact::Value> decode_value(std::uint8_t kind, BytesView bytes);

// What a section says of one value, or of a value or row that is no more.
struct TableRow {
  redact::Row row = 0;
  redact::FieldId field = 0;  // of kRowRemoved: the entity
  std::uint8_t type = 0;      // a kind of value, kCleared or kRowRemoved
  std::uint32_t length = 0;   // of the value's bytes; 0 for kCleared and kRowRemoved
  friend bool operator==(const TableRow&, const TableRow&) = default;
};
inline constexpr std::uint8_t kCleared = 254;     // the value was taken away
inline constexpr std::uint8_t kRowRemoved = 255;  // the row was taken away

// The order of a table, which is strict: by row; within it the fields by number, then the removed
// entities by number.
bool table_order(const TableRow& a, const TableRow& b) noexcept;

// Requires (asserted) strict order, known types, lengths within kValueSizeMax, and at most
// kTableRowsMax rows.
Bytes encode_table(std::span<const TableRow> rows);
// Corrupt; Unsupported for a newer version of the table.
Result<std::vector<TableRow>> decode_table(BytesView bytes);

// InvalidArgument above kFactsListMax or kFactsTextMax.
Result<Bytes> encode_facts(const redact::Facts& facts);
// Corrupt; Unsupported for a newer version of the facts.
Result<redact::Facts> decode_facts(BytesView bytes);

}  // namespace veil::store
