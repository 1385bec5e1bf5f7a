#include "crypto/bech32.h"

#include <algorithm>

#include "crypto/secret.h"

namespace veil::crypto {
namespace {

constexpr std::string_view kAlphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr std::size_t kChecksumSize = 6;

constexpr bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
constexpr bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
constexpr char lower(char c) {
  return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}
constexpr char upper(char c) {
  return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
}

bool is_prefix(std::string_view text) {
  return !text.empty() && text.size() <= kBech32PrefixMax &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 33 && c <= 126; });
}

bool has_mixed_case(std::string_view text) {
  return std::any_of(text.begin(), text.end(), is_upper) &&
         std::any_of(text.begin(), text.end(), is_lower);
}

class Checksum {
 public:
  void add(std::uint32_t five_bits) {
    constexpr std::uint32_t kGenerator[] = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd,
                                            0x2a1462b3};
    const std::uint32_t top = state_ >> 25;
    state_ = (state_ & 0x1ffffff) << 5 ^ five_bits;
    for (std::size_t i = 0; i < 5; ++i) state_ ^= (top >> i & 1U) != 0 ? kGenerator[i] : 0;
  }
  void add_prefix(std::string_view prefix) {
    for (const char c : prefix) add(static_cast<std::uint8_t>(lower(c)) >> 5U);
    add(0);
    for (const char c : prefix) add(static_cast<std::uint8_t>(lower(c)) & 31U);
  }
  std::uint32_t state() const { return state_; }

 private:
  std::uint32_t state_ = 1;
};

// Eight bits to five; the last group is filled up with zero bits.
Bytes to_groups(BytesView data) {
  Bytes out;
  out.reserve(data.size() * 8 / 5 + 1 + kChecksumSize);
  std::uint32_t pending = 0;
  unsigned bits = 0;
  for (const std::uint8_t byte : data) {
    pending = (pending & 0xfU) << 8 | byte;
    for (bits += 8; bits >= 5; bits -= 5) {
      out.push_back(static_cast<std::uint8_t>(pending >> (bits - 5) & 31U));
    }
  }
  if (bits > 0) out.push_back(static_cast<std::uint8_t>(pending << (5 - bits) & 31U));
  return out;
}

// False where a whole group is left over or a filling bit is set.
bool from_groups(BytesView groups, Bytes& out) {
  out.reserve(groups.size() * 5 / 8);
  std::uint32_t pending = 0;
  unsigned bits = 0;
  for (const std::uint8_t group : groups) {
    pending = (pending & 0x7fU) << 5 | group;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    out.push_back(static_cast<std::uint8_t>(pending >> bits));
  }
  return bits < 5 && (pending & ((1U << bits) - 1)) == 0;
}

}  // namespace

std::string bech32_encode(std::string_view prefix, BytesView data) {
  VEIL_REQUIRE(is_prefix(prefix) && !has_mixed_case(prefix));
  Bytes groups = to_groups(data);
  VEIL_REQUIRE(prefix.size() + 1 + groups.size() + kChecksumSize <= kBech32TextMax);
  Checksum checksum;
  checksum.add_prefix(prefix);
  for (const std::uint8_t group : groups) checksum.add(group);
  for (std::size_t i = 0; i < kChecksumSize; ++i) checksum.add(0);
  const std::uint32_t sum = checksum.state() ^ 1;
  for (unsigned i = 0; i < kChecksumSize; ++i) {
    groups.push_back(static_cast<std::uint8_t>(sum >> (5 * (5 - i)) & 31U));
  }
  const bool in_upper_case = std::any_of(prefix.begin(), prefix.end(), is_upper);
  std::string out;
  out.reserve(prefix.size() + 1 + groups.size());
  out += prefix;
  out += '1';
  for (const std::uint8_t group : groups) {
    out += in_upper_case ? upper(kAlphabet[group]) : kAlphabet[group];
  }
  wipe(groups);
  return out;
}

Result<Bech32> bech32_decode(std::string_view text) {
  if (text.size() > kBech32TextMax) return fail(Code::InvalidArgument, "bech32: text is too long");
  if (has_mixed_case(text)) return fail(Code::InvalidArgument, "bech32: mixed case");
  const std::size_t one = text.rfind('1');
  if (one == std::string_view::npos || !is_prefix(text.substr(0, one)) ||
      text.size() - one - 1 < kChecksumSize) {
    return fail(Code::InvalidArgument, "bech32: malformed text");
  }
  Bech32 out{std::string(text.substr(0, one)), {}};
  Checksum checksum;
  checksum.add_prefix(out.prefix);
  Bytes groups;
  groups.reserve(text.size());
  bool sound = true;
  for (const char c : text.substr(one + 1)) {
    const std::size_t group = kAlphabet.find(lower(c));
    sound = sound && group != std::string_view::npos;
    groups.push_back(static_cast<std::uint8_t>(group & 31U));
    checksum.add(groups.back());
  }
  sound = sound && checksum.state() == 1 &&
          from_groups(BytesView(groups).first(groups.size() - kChecksumSize), out.data);
  wipe(groups);
  if (!sound) {
    wipe(out.data);
    return fail(Code::InvalidArgument,
                "bech32: the checksum does not fit, or a character is wrong");
  }
  return out;
}

Result<Bytes> bech32_decode_as(std::string_view text, std::string_view prefix, std::size_t size) {
  auto read = bech32_decode(text);
  if (!read) return fail(std::move(read.error()));
  if (read->prefix != prefix || read->data.size() != size) {
    wipe(read->data);
    return fail(Code::InvalidArgument, "bech32: not a text that begins with " +
                                           std::string(prefix) + "1, or its length is wrong");
  }
  return std::move(read->data);
}

}  // namespace veil::crypto
