#include "store/section.h"

#include <algorithm>
#include <bit>
#include <limits>

#include "crypto/aead.h"
#include "crypto/hash.h"
#include "crypto/pae.h"

namespace veil::store {
namespace {

using crypto::Pae;

constexpr std::size_t kHiddenMin = 1024;
constexpr std::size_t kSizeBox = 4 + crypto::kTagSize;
constexpr std::uint64_t kSizeCounter = 0;
constexpr std::uint64_t kTableCounter = 1;
constexpr std::uint64_t kFirstValueCounter = 2;

const Bytes& size_context() {
  static const Bytes context = Pae("veil/size/1").take();
  return context;
}

const Bytes& table_context() {
  static const Bytes context = Pae("veil/table/1").take();
  return context;
}

// PAE("veil/value/1", row, field, type), laid out once; only the three numbers change.
class ValueContext {
 public:
  ValueContext() : bytes_(std::move(Pae("veil/value/1").add(kZero).add(kZero).add(kZero)).take()) {
    VEIL_REQUIRE(bytes_.size() == kTypeAt + 8);
  }
  BytesView of(redact::Row row, redact::FieldId field, std::uint8_t type) {
    put(kRowAt, row, 4);
    put(kFieldAt, field, 2);
    put(kTypeAt, type, 1);
    return bytes_;
  }

 private:
  static constexpr std::uint64_t kZero = 0;
  static constexpr std::size_t kRowAt = 8 + 8 + 12 + 8;
  static constexpr std::size_t kFieldAt = kRowAt + 16;
  static constexpr std::size_t kTypeAt = kFieldAt + 16;
  void put(std::size_t at, std::uint64_t number, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) {
      bytes_[at + i] = static_cast<std::uint8_t>(number >> (8 * i));
    }
  }
  Bytes bytes_;
};

Pae place_pae(std::string_view domain, const SectionPlace& place) {
  Pae out(domain);
  out.add(crypto::kSuite).add(place.store).add(place.record.bytes).add(place.compartment);
  out.add(place.epoch).add(place.section_version).add(place.salt);
  return out;
}

std::vector<TableRow> table_of(const std::vector<SealedRow>& rows) {
  std::vector<TableRow> table;
  table.reserve(rows.size());
  for (const SealedRow& row : rows) {
    table.push_back({row.row, row.field, row.type, static_cast<std::uint32_t>(row.value.size())});
  }
  return table;
}

Hash digest_of(const crypto::Key& auth, BytesView section) {
  return crypto::blake2b_keyed(auth.reveal(), section);
}

tl::unexpected<Error> damaged(const char* what) {
  return fail(Code::Corrupt, std::string("section: ") + what);
}

}  // namespace

crypto::Key compartment_secret(const crypto::Key& record_secret, redact::Compartment compartment) {
  return crypto::derive(record_secret.reveal(), Pae("veil/compartment/1").add(compartment).view());
}

crypto::Key share_of(const crypto::Key& compartment_secret, const SectionPlace& place) {
  return crypto::derive(compartment_secret.reveal(), place_pae("veil/share/1", place).view());
}

SectionKeys section_keys(const crypto::Key& compartment_key, const crypto::Key& share,
                         const SectionPlace& place) {
  Pae info = place_pae("veil/section/1", place).add(share.reveal());
  auto both = crypto::derive_two(compartment_key.reveal(), info.view());
  Bytes spent = std::move(info).take();  // it holds the share
  crypto::wipe(spent);
  return {std::move(both.first), std::move(both.second)};
}

Bytes blind_context(const SectionPlace& place) {
  Pae out("veil/blind/1");
  out.add(place.store).add(place.record.bytes).add(place.compartment).add(place.epoch);
  return std::move(out.add(place.section_version)).take();
}

Hash salt_of(const Hash& from_writer, const Hash& from_host) {
  return crypto::blake2b(Pae("veil/salt/1").add(from_writer).add(from_host).view());
}

// Padme: Nikitin et al., "Reducing Metadata Leakage from Encrypted Files", PETS 2019, section 4.
std::size_t padded_size(std::size_t size, Padding padding) noexcept {
  if (padding == Padding::hidden) return std::max(kHiddenMin, std::bit_ceil(size));
  if (size < 2) return size;
  const unsigned exponent = static_cast<unsigned>(std::bit_width(size)) - 1;
  const unsigned kept = static_cast<unsigned>(std::bit_width(exponent));
  const std::size_t low_bits = (std::size_t{1} << (exponent - kept)) - 1;
  return (size + low_bits) & ~low_bits;
}

Hash seal_section(Bytes& to, const SectionKeys& keys, BytesView prefix,
                  const std::vector<SealedRow>& rows, Padding padding) {
  const std::size_t start = to.size();
  const Bytes table = encode_table(table_of(rows));
  std::size_t whole = prefix.size() + kSizeBox + table.size() + crypto::kTagSize;
  for (const SealedRow& row : rows) whole += row.value.size() + crypto::kTagSize;
  whole = padded_size(whole, padding);
  to.reserve(start + whole);
  append(to, prefix);
  Bytes size;
  append_le32(size, static_cast<std::uint32_t>(table.size()));
  crypto::seal(to, keys.enc, kSizeCounter, size_context(), size);
  crypto::seal(to, keys.enc, kTableCounter, table_context(), table);
  ValueContext context;
  std::uint64_t counter = kFirstValueCounter;
  for (const SealedRow& row : rows) {
    crypto::seal(to, keys.enc, counter++, context.of(row.row, row.field, row.type), row.value);
  }
  to.resize(start + whole, 0);
  return digest_of(keys.auth, BytesView(to).subspan(start));
}

Result<OpenSection> OpenSection::open(BytesView bytes, const SectionKeys& keys, const Hash& digest,
                                      std::size_t prefix_size) {
  if (!crypto::equal_constant_time(digest_of(keys.auth, bytes), digest)) {
    return damaged("the digest does not fit");
  }
  if (bytes.size() < prefix_size + kSizeBox) return damaged("cut short");
  BytesView rest = bytes.subspan(prefix_size);
  auto size = crypto::open(keys.enc, kSizeCounter, size_context(), rest.first(kSizeBox));
  if (!size) return fail(size.error());
  rest = rest.subspan(kSizeBox);
  const std::size_t table_size = std::size_t{read_le32(size->data())} + crypto::kTagSize;
  if (table_size > rest.size()) return damaged("its table is cut short");
  auto table = crypto::open(keys.enc, kTableCounter, table_context(), rest.first(table_size));
  if (!table) return fail(table.error());
  auto rows = decode_table(*table);
  if (!rows) return fail(rows.error());

  OpenSection out;
  out.table_ = std::move(*rows);
  out.values_ = rest.subspan(table_size);
  out.offsets_.reserve(out.table_.size());
  std::size_t at = 0;
  for (const TableRow& row : out.table_) {
    out.offsets_.push_back(static_cast<std::uint32_t>(at));
    at += std::size_t{row.length} + crypto::kTagSize;
    if (at > out.values_.size()) return damaged("its values are cut short");
  }
  const BytesView padding = out.values_.subspan(at);
  if (std::any_of(padding.begin(), padding.end(), [](std::uint8_t byte) { return byte != 0; })) {
    return damaged("its padding is not zero");
  }
  out.enc_ = keys.enc.clone();
  return out;
}

Result<Bytes> OpenSection::value(std::size_t i) const {
  VEIL_REQUIRE(i < table_.size());
  const TableRow& row = table_[i];
  ValueContext context;
  return crypto::open(enc_, kFirstValueCounter + i, context.of(row.row, row.field, row.type),
                      values_.subspan(offsets_[i], std::size_t{row.length} + crypto::kTagSize));
}

Result<redact::Value> OpenSection::decoded(std::size_t i) const {
  auto bytes = value(i);
  if (!bytes) return fail(bytes.error());
  auto out = decode_value(table_[i].type, *bytes);
  crypto::wipe(*bytes);
  return out;
}

}  // namespace veil::store
