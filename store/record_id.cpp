#include "store/record_id.h"

#include <algorithm>
#include <optional>

#include "crypto/hash.h"
#include "crypto/pae.h"
#include "crypto/secret.h"

namespace veil::store {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kBodySize = 26;
constexpr std::size_t kTextSize = 28;
constexpr std::size_t kPrefixMin = 6;
constexpr unsigned kCheckModulus = 1021;  // the largest prime below 32 * 32

std::optional<std::uint8_t> digit_of(char c) {
  if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  if (c == 'O') c = '0';
  if (c == 'I' || c == 'L') c = '1';
  const std::size_t at = kAlphabet.find(c);
  if (at == std::string_view::npos) return std::nullopt;
  return static_cast<std::uint8_t>(at);
}

// The 5-bit digits of what was typed; nothing if a character is none of the alphabet's.
std::optional<Bytes> digits_of(std::string_view text) {
  Bytes out;
  for (const char c : text) {
    if (c == '-' || c == ' ') continue;
    const auto digit = digit_of(c);
    if (!digit || out.size() == kTextSize) return std::nullopt;
    out.push_back(*digit);
  }
  return out;
}

unsigned check_of(const ByteArray<16>& bytes) {
  unsigned rest = 0;
  for (const std::uint8_t byte : bytes) rest = (rest * 256 + byte) % kCheckModulus;
  return rest;
}

// 26 digits hold 130 bits: the first two must be zero, so the first digit is below 8.
std::optional<ByteArray<16>> pack(const Bytes& digits) {
  if (digits[0] >= 8) return std::nullopt;
  ByteArray<16> out{};
  for (std::size_t bit = 0; bit < 128; ++bit) {
    const std::size_t in = bit + 2;
    const unsigned value = digits[in / 5] >> (4 - in % 5) & 1U;
    out[bit / 8] = static_cast<std::uint8_t>(out[bit / 8] | value << (7 - bit % 8));
  }
  return out;
}

std::optional<RecordId> whole(const Bytes& digits) {
  const auto bytes = pack(digits);
  if (!bytes || check_of(*bytes) != digits[26] * 32U + digits[27]) return std::nullopt;
  return RecordId{*bytes};
}

}  // namespace

RecordId RecordId::random() {
  return {crypto::random_array<16>()};
}

RecordId RecordId::of_import(BytesView key, BytesView import_id, std::uint64_t row) {
  const auto name = crypto::Pae("veil/import-record/1").add(import_id).add(row);
  return {crypto::blake2b_keyed_128(key, name.view())};
}

Result<RecordId> RecordId::parse(std::string_view text) {
  const auto digits = digits_of(text);
  if (digits && digits->size() == kTextSize) {
    if (const auto id = whole(*digits)) return *id;
  }
  return fail(Code::InvalidArgument,
              "record id: want 28 characters of 0-9 A-Z without I L O U, with a fitting check");
}

std::string RecordId::text() const {
  std::string out;
  for (std::size_t i = 0; i < kBodySize; ++i) {
    unsigned digit = 0;
    for (std::size_t in = i * 5; in < i * 5 + 5; ++in) {
      const unsigned bit = in < 2 ? 0U : bytes[(in - 2) / 8] >> (7 - (in - 2) % 8) & 1U;
      digit = digit << 1 | bit;
    }
    out.push_back(kAlphabet[digit]);
  }
  const unsigned check = check_of(bytes);
  out.push_back(kAlphabet[check / 32]);
  out.push_back(kAlphabet[check % 32]);
  return out;
}

Result<RecordIdPrefix> RecordIdPrefix::parse(std::string_view text) {
  auto digits = digits_of(text);
  if (!digits || digits->size() < kPrefixMin) {
    return fail(Code::InvalidArgument,
                "record id: want a whole id or its first 6 or more characters");
  }
  if (digits->size() == kTextSize) {
    auto id = RecordId::parse(text);
    if (!id) return fail(id.error());
    return RecordIdPrefix{id->bytes, id->bytes};
  }
  digits->resize(std::min(digits->size(), kBodySize));
  Bytes low = *digits;
  Bytes high = *digits;
  low.resize(kBodySize, 0);
  high.resize(kBodySize, 31);
  const auto first = pack(low);
  const auto last = pack(high);
  if (!first || !last) return fail(Code::InvalidArgument, "record id: no id begins so");
  return RecordIdPrefix{*first, *last};
}

}  // namespace veil::store
