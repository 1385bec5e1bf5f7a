// crypto/bytes.h: byte strings and their text forms.
// Thread safety: free functions and values, no shared state.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/result.h"

namespace veil {

using Bytes = std::vector<std::uint8_t>;
using BytesView = std::span<const std::uint8_t>;

template <std::size_t N>
using ByteArray = std::array<std::uint8_t, N>;

using Hash = ByteArray<32>;
using StoreId = ByteArray<16>;

inline BytesView view_of(std::string_view text) noexcept {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view text_of(BytesView bytes) noexcept {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline Bytes to_bytes(BytesView bytes) {
  return {bytes.begin(), bytes.end()};
}
inline void append(Bytes& to, BytesView bytes) {
  to.insert(to.end(), bytes.begin(), bytes.end());
}

// Not constant in time: for public bytes only.
bool same_bytes(BytesView a, BytesView b) noexcept;

// Little- and big-endian integers, appended to `to`.
void append_le32(Bytes& to, std::uint32_t number);
void append_le64(Bytes& to, std::uint64_t number);
void append_be32(Bytes& to, std::uint32_t number);
void append_be64(Bytes& to, std::uint64_t number);
std::uint32_t read_le32(const std::uint8_t* at) noexcept;
std::uint64_t read_le64(const std::uint8_t* at) noexcept;
std::uint32_t read_be32(const std::uint8_t* at) noexcept;
std::uint64_t read_be64(const std::uint8_t* at) noexcept;

// Unsigned LEB128 varint, at most 10 bytes, shortest form only.
void append_varint(Bytes& to, std::uint64_t number);

// Reads hand-written formats from outside bytes. Every read past the end, and every varint that is
// not in shortest form, makes the reader fail for good; check ok() once, after the last read.
class ByteReader {
 public:
  explicit ByteReader(BytesView bytes) noexcept : bytes_(bytes) {}

  std::uint8_t u8() noexcept;
  std::uint32_t le32() noexcept;
  std::uint64_t le64() noexcept;
  std::uint64_t varint() noexcept;
  // A varint above `max` makes the reader fail.
  std::uint64_t varint_max(std::uint64_t max) noexcept;
  BytesView take(std::size_t size) noexcept;  // empty when it fails
  template <std::size_t N>
  ByteArray<N> array() noexcept {
    ByteArray<N> out{};
    const BytesView from = take(N);
    if (from.size() == N) std::copy(from.begin(), from.end(), out.begin());
    return out;
  }

  bool ok() const noexcept { return ok_; }
  bool at_end() const noexcept { return ok_ && at_ == bytes_.size(); }
  std::size_t position() const noexcept { return at_; }
  std::size_t left() const noexcept { return bytes_.size() - at_; }

 private:
  BytesView bytes_;
  std::size_t at_ = 0;
  bool ok_ = true;
};

std::string hex(BytesView bytes);                // lower case; either is read
Result<Bytes> parse_hex(std::string_view text);  // InvalidArgument; the text is not quoted

// Standard base64 (RFC 4648 section 4) with padding; decoding accepts the canonical form only.
std::string base64(BytesView bytes);
Result<Bytes> parse_base64(std::string_view text);
// The same without padding, as the age format uses.
std::string base64_unpadded(BytesView bytes);
Result<Bytes> parse_base64_unpadded(std::string_view text);

}  // namespace veil
