// store/section.h: one section: the values of one record that lie in one compartment and were
// written together (docs/format.md "Section"). Promise: opening returns exactly what was sealed, in
// its place, under its keys, or Corrupt. The digest, keyed from the same derivation as the
// encryption key, is compared before anything is decrypted, so that one section cannot open under
// two keys. Each value is a ciphertext of its own and is opened only when asked for. Thread safety:
// free functions; an OpenSection may be read by several threads.
#pragma once

#include <vector>

#include "crypto/box.h"
#include "crypto/secret.h"
#include "redact/value.h"
#include "store/codec.h"
#include "store/record_id.h"

namespace veil::store {

// Where a section stands. All of it is bound into its keys.
struct SectionPlace {
  StoreId store{};
  RecordId record;
  redact::Compartment compartment = 0;
  std::uint64_t epoch = 0;
  std::uint64_t section_version = 0;
  Hash salt{};
};

// S_c,g: the record secret narrowed to one compartment.
crypto::Key compartment_secret(const crypto::Key& record_secret, redact::Compartment compartment);

// What the host releases to open one section, and nothing else.
crypto::Key share_of(const crypto::Key& compartment_secret, const SectionPlace& place);

struct SectionKeys {
  crypto::Key enc;
  crypto::Key auth;
};
// `compartment_key`: the compartment's, the host's for class 0, or the key of a blind section's
// box.
SectionKeys section_keys(const crypto::Key& compartment_key, const crypto::Key& share,
                         const SectionPlace& place);

// The context of a blind section's box.
Bytes blind_context(const SectionPlace& place);

// salt = BLAKE2b-256(PAE("veil/salt/1", w, h)): w from the writer, h from the host.
Hash salt_of(const Hash& from_writer, const Hash& from_host);

// How sections of a compartment are padded: Padme (at most 12 %), or, where the presence of values
// is hidden, powers of two from 1 KiB.
enum class Padding : std::uint8_t { padme, hidden };
std::size_t padded_size(std::size_t size, Padding padding) noexcept;

// A value to be sealed, in its encoded form.
struct SealedRow {
  redact::Row row = 0;
  redact::FieldId field = 0;
  std::uint8_t type = 0;  // kind of value, kCleared or kRowRemoved
  BytesView value;        // encode_value, alive while it is sealed; empty for the two others
};

// Appends to `to` the section of `rows`, which must be in table_order (asserted), after `prefix`
// (E of a blind section, else empty). Returns its digest.
Hash seal_section(Bytes& to, const SectionKeys& keys, BytesView prefix,
                  const std::vector<SealedRow>& rows, Padding padding);

// A section whose digest and table have been checked; values are opened one by one.
class OpenSection {
 public:
  // `bytes` must outlive the result. Corrupt if the digest does not fit, or the table or padding is
  // not what was sealed. `prefix_size` is 32 for a blind section.
  static Result<OpenSection> open(BytesView bytes, const SectionKeys& keys, const Hash& digest,
                                  std::size_t prefix_size);

  const std::vector<TableRow>& table() const noexcept { return table_; }
  // The encoded value of table row `i` (asserted to be in range).
  Result<Bytes> value(std::size_t i) const;
  Result<redact::Value> decoded(std::size_t i) const;

 private:
  OpenSection() = default;
  BytesView values_;
  std::vector<TableRow> table_;
  std::vector<std::uint32_t> offsets_;  // of each sealed value in values_
  crypto::Key enc_;
};

}  // namespace veil::store
