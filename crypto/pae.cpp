#include "crypto/pae.h"

#include <algorithm>

namespace veil::crypto {
namespace {

// Most encodings fit, so that they cost one allocation: one is made for each value sealed.
constexpr std::size_t kRoom = 192;

void write_le64(std::uint8_t* to, std::uint64_t number) {
  for (std::size_t i = 0; i < 8; ++i) to[i] = static_cast<std::uint8_t>(number >> (8 * i));
}

}  // namespace

Pae::Pae() {
  bytes_.reserve(kRoom);
  bytes_.resize(8);
}

Pae& Pae::add(BytesView part) {
  for (std::size_t i = 0; i < 8 && ++bytes_[i] == 0; ++i) {
  }  // count + 1, carried
  const std::size_t at = bytes_.size();
  bytes_.resize(at + 8 + part.size());
  write_le64(bytes_.data() + at, part.size());
  std::copy(part.begin(), part.end(), bytes_.begin() + static_cast<std::ptrdiff_t>(at + 8));
  return *this;
}

Pae& Pae::add(std::uint64_t number) {
  ByteArray<8> le{};
  write_le64(le.data(), number);
  return add(BytesView(le));
}

PaeReader::PaeReader(BytesView bytes) noexcept : reader_(bytes) {
  left_ = reader_.le64();
  ok_ = reader_.ok();
}

BytesView PaeReader::part() noexcept {
  if (!ok_ || left_ == 0) {
    ok_ = false;
    return {};
  }
  --left_;
  const std::uint64_t size = reader_.le64();
  const BytesView out = reader_.take(size);
  ok_ = reader_.ok();
  return out;
}

std::uint64_t PaeReader::number() noexcept {
  const BytesView bytes = part();
  if (bytes.size() != 8) {
    ok_ = false;
    return 0;
  }
  return read_le64(bytes.data());
}

std::uint64_t PaeReader::number_max(std::uint64_t max) noexcept {
  const std::uint64_t out = number();
  if (out > max) ok_ = false;
  return ok_ ? out : 0;
}

bool PaeReader::domain(std::string_view expected) noexcept {
  if (text() != expected) ok_ = false;
  return ok_;
}

}  // namespace veil::crypto
