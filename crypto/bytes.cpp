#include "crypto/bytes.h"

#include <sodium.h>

#include <algorithm>

namespace veil {
namespace {

template <std::size_t N>
void append_le(Bytes& to, std::uint64_t number) {
  ByteArray<N> bytes{};
  for (std::size_t i = 0; i < N; ++i) bytes[i] = static_cast<std::uint8_t>(number >> (8 * i));
  append(to, bytes);
}

template <std::size_t N>
void append_be(Bytes& to, std::uint64_t number) {
  ByteArray<N> bytes{};
  for (std::size_t i = 0; i < N; ++i) {
    bytes[i] = static_cast<std::uint8_t>(number >> (8 * (N - 1 - i)));
  }
  append(to, bytes);
}

template <std::size_t N>
std::uint64_t read_le(const std::uint8_t* at) noexcept {
  std::uint64_t number = 0;
  for (std::size_t i = N; i-- > 0;) number = number << 8 | at[i];
  return number;
}

template <std::size_t N>
std::uint64_t read_be(const std::uint8_t* at) noexcept {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < N; ++i) number = number << 8 | at[i];
  return number;
}

std::string encode64(BytesView bytes, int variant) {
  std::string out(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(out.data(), out.size(), bytes.data(), bytes.size(), variant);
  out.pop_back();  // libsodium's terminating NUL
  return out;
}

// libsodium accepts some non-canonical forms, so what does not encode back to itself is refused.
Result<Bytes> decode64(std::string_view text, int variant) {
  Bytes out(text.size() / 4 * 3 + 3);
  std::size_t size = 0;
  if (sodium_base642bin(out.data(), out.size(), text.data(), text.size(), nullptr, &size, nullptr,
                        variant) != 0) {
    return fail(Code::InvalidArgument, "base64: malformed text");
  }
  out.resize(size);
  if (encode64(out, variant) != text) {
    return fail(Code::InvalidArgument, "base64: not in canonical form");
  }
  return out;
}

}  // namespace

bool same_bytes(BytesView a, BytesView b) noexcept {
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

void append_le32(Bytes& to, std::uint32_t number) {
  append_le<4>(to, number);
}
void append_le64(Bytes& to, std::uint64_t number) {
  append_le<8>(to, number);
}
void append_be32(Bytes& to, std::uint32_t number) {
  append_be<4>(to, number);
}
void append_be64(Bytes& to, std::uint64_t number) {
  append_be<8>(to, number);
}
std::uint32_t read_le32(const std::uint8_t* at) noexcept {
  return static_cast<std::uint32_t>(read_le<4>(at));
}
std::uint64_t read_le64(const std::uint8_t* at) noexcept {
  return read_le<8>(at);
}
std::uint32_t read_be32(const std::uint8_t* at) noexcept {
  return static_cast<std::uint32_t>(read_be<4>(at));
}
std::uint64_t read_be64(const std::uint8_t* at) noexcept {
  return read_be<8>(at);
}

void append_varint(Bytes& to, std::uint64_t number) {
  while (number >= 0x80) {
    to.push_back(static_cast<std::uint8_t>(number | 0x80));
    number >>= 7;
  }
  to.push_back(static_cast<std::uint8_t>(number));
}

BytesView ByteReader::take(std::size_t size) noexcept {
  if (!ok_ || size > left()) {
    ok_ = false;
    return {};
  }
  const BytesView out = bytes_.subspan(at_, size);
  at_ += size;
  return out;
}

std::uint8_t ByteReader::u8() noexcept {
  const BytesView one = take(1);
  return one.empty() ? std::uint8_t{0} : one[0];
}

std::uint32_t ByteReader::le32() noexcept {
  const BytesView four = take(4);
  return four.empty() ? 0 : read_le32(four.data());
}

std::uint64_t ByteReader::le64() noexcept {
  const BytesView eight = take(8);
  return eight.empty() ? 0 : read_le64(eight.data());
}

std::uint64_t ByteReader::varint() noexcept {
  std::uint64_t number = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    const std::uint8_t byte = u8();
    if (!ok_) return 0;
    if (shift == 63 && byte > 1) break;  // past 64 bits
    number |= std::uint64_t{byte & 0x7fU} << shift;
    if ((byte & 0x80U) == 0) {
      if (byte == 0 && shift != 0) break;  // a longer form of a shorter number
      return number;
    }
  }
  ok_ = false;
  return 0;
}

std::uint64_t ByteReader::varint_max(std::uint64_t max) noexcept {
  const std::uint64_t number = varint();
  if (number > max) ok_ = false;
  return ok_ ? number : 0;
}

std::string hex(BytesView bytes) {
  std::string out(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(out.data(), out.size(), bytes.data(), bytes.size());
  out.pop_back();
  return out;
}

Result<Bytes> parse_hex(std::string_view text) {
  if (text.empty()) return Bytes{};
  Bytes out(text.size() / 2);
  std::size_t size = 0;
  if (text.size() % 2 != 0 ||
      sodium_hex2bin(out.data(), out.size(), text.data(), text.size(), nullptr, &size, nullptr) !=
          0 ||
      size != out.size()) {
    return fail(Code::InvalidArgument, "hex: malformed text");
  }
  return out;
}

std::string base64(BytesView bytes) {
  return encode64(bytes, sodium_base64_VARIANT_ORIGINAL);
}
Result<Bytes> parse_base64(std::string_view text) {
  return decode64(text, sodium_base64_VARIANT_ORIGINAL);
}
std::string base64_unpadded(BytesView bytes) {
  return encode64(bytes, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
}
Result<Bytes> parse_base64_unpadded(std::string_view text) {
  return decode64(text, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
}

}  // namespace veil
