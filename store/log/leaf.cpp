#include "store/log/leaf.h"

#include <algorithm>
#include <array>

#include "crypto/aead.h"
#include "crypto/hash.h"
#include "crypto/pae.h"
#include "crypto/tile.h"

namespace veil::store {
namespace {

constexpr std::uint8_t kFormat = 1;
constexpr std::uint8_t kHostFlag = 1;
constexpr std::uint8_t kEpochFlag = 2;
constexpr std::size_t kHostPlainSize = 16 + 8 + 32;
constexpr std::size_t kHostSize = kHostPlainSize + crypto::kWrapOverhead;
constexpr std::array<std::size_t, 9> kSizeClasses{256,  512,   1024,  2048, 4096,
                                                  8192, 16384, 32768, 65280};
constexpr std::size_t kHeaderSize = 1 + 1 + 1 + 4;

static_assert(kHeaderSize + sizeof(Hash) + kHostSize + kSizeClasses.back() +
                  crypto::kWrapOverhead <=
              crypto::kEntrySizeMax);

crypto::Pae entry_context(const LogName& log, std::uint32_t epoch) {
  crypto::Pae out("veil/log/entry/1");
  out.add(log.origin).add(std::uint64_t{epoch});
  return out;
}

crypto::Pae host_context(const LogName& log, std::uint32_t epoch) {
  crypto::Pae out("veil/log/host/1");
  out.add(log.store).add(std::uint64_t{epoch});
  return out;
}

// The smallest size class that holds `size` bytes; none if too long.
std::optional<std::size_t> size_class(std::size_t size) {
  const auto at = std::lower_bound(kSizeClasses.begin(), kSizeClasses.end(), size);
  if (at == kSizeClasses.end()) return std::nullopt;
  return *at;
}

}  // namespace

Bytes encode_leaf(const Leaf& leaf) {
  Bytes out;
  out.reserve(kHeaderSize + sizeof(Hash) + kHostSize + leaf.entry.size());
  out.push_back(kFormat);
  out.push_back(static_cast<std::uint8_t>(crypto::kSuite));
  out.push_back(
      static_cast<std::uint8_t>((leaf.host ? kHostFlag : 0) | (leaf.commitment ? kEpochFlag : 0)));
  append_le32(out, leaf.epoch);
  if (leaf.commitment) append(out, *leaf.commitment);
  if (leaf.host) append(out, *leaf.host);
  append(out, leaf.entry);
  return out;
}

Result<Leaf> decode_leaf(BytesView bytes) {
  ByteReader reader(bytes);
  const std::uint8_t format = reader.u8();
  const std::uint8_t suite = reader.u8();
  if (reader.ok() && (format != kFormat || suite != crypto::kSuite)) {
    return fail(Code::Unsupported, "log leaf: of another format");
  }
  const std::uint8_t flags = reader.u8();
  Leaf out;
  out.epoch = reader.le32();
  if ((flags & kEpochFlag) != 0) out.commitment = reader.array<sizeof(Hash)>();
  if ((flags & kHostFlag) != 0) out.host = to_bytes(reader.take(kHostSize));
  const std::size_t left = reader.left();
  const auto fits = [left](std::size_t size) { return size + crypto::kWrapOverhead == left; };
  out.entry = to_bytes(reader.take(left));
  if (!reader.ok() || (flags & ~(kHostFlag | kEpochFlag)) != 0 ||
      std::none_of(kSizeClasses.begin(), kSizeClasses.end(), fits)) {
    return fail(Code::Corrupt, "log leaf: malformed");
  }
  return out;
}

Hash data_key_commitment(const crypto::Key& data_key, const LogName& log, std::uint32_t epoch) {
  crypto::Pae message("veil/log/commitment/1");
  message.add(log.store).add(std::uint64_t{epoch});
  return crypto::blake2b_keyed(data_key.reveal(), message.view());
}

Result<Bytes> seal_entry(const crypto::Key& data_key, const LogName& log, std::uint32_t epoch,
                         const Entry& entry) {
  Bytes encoded = encode_entry(entry);
  const auto padded = size_class(4 + encoded.size());
  if (!padded) return fail(Code::InvalidArgument, "log entry: too long for a leaf");
  Bytes plain;
  plain.reserve(*padded);
  append_le32(plain, static_cast<std::uint32_t>(encoded.size()));
  append(plain, encoded);
  plain.resize(*padded);
  Bytes out = crypto::wrap(data_key, entry_context(log, epoch).view(), plain);
  crypto::wipe(plain);
  crypto::wipe(encoded);
  return out;
}

Result<Entry> open_entry(const crypto::Key& data_key, const LogName& log, const Leaf& leaf) {
  auto plain = crypto::unwrap(data_key, entry_context(log, leaf.epoch).view(), leaf.entry);
  if (!plain) return fail(Code::Corrupt, "log entry: altered, or of another log or epoch");
  ByteReader reader(*plain);
  const std::uint32_t size = reader.le32();
  const BytesView encoded = reader.take(size);
  const BytesView padding = reader.take(reader.left());
  const bool clean = reader.ok() && size_class(4 + std::size_t{size}) == plain->size() &&
                     std::all_of(padding.begin(), padding.end(), [](auto b) { return b == 0; });
  auto out =
      clean ? decode_entry(encoded) : Result<Entry>(fail(Code::Corrupt, "log entry: badly padded"));
  crypto::wipe(*plain);
  return out;
}

Bytes seal_host_part(const crypto::Key& host_key, const LogName& log, std::uint32_t epoch,
                     const HostPart& part) {
  Bytes plain = to_bytes(part.record.bytes);
  append_le64(plain, part.version);
  append(plain, part.head);
  return crypto::wrap(host_key, host_context(log, epoch).view(), plain);
}

Result<HostPart> open_host_part(const crypto::Key& host_key, const LogName& log, const Leaf& leaf) {
  if (!leaf.host) return fail(Code::NotFound, "log leaf: has no host part");
  const auto plain = crypto::unwrap(host_key, host_context(log, leaf.epoch).view(), *leaf.host);
  if (!plain || plain->size() != kHostPlainSize) {
    return fail(Code::Corrupt, "log leaf: the host part was altered or is of another log");
  }
  ByteReader reader(*plain);
  HostPart out;
  out.record.bytes = reader.array<16>();
  out.version = reader.le64();
  out.head = reader.array<32>();
  return out;
}

}  // namespace veil::store
