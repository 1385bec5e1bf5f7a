#include "crypto/pae.h"

namespace veil::crypto {

Pae& Pae::add(BytesView part) {
  for (std::size_t i = 0; i < 8 && ++bytes_[i] == 0; ++i) {
  }  // count + 1, carried
  append_le64(bytes_, part.size());
  append(bytes_, part);
  return *this;
}

Pae& Pae::add(std::uint64_t number) {
  ByteArray<8> le{};
  for (std::size_t i = 0; i < 8; ++i) le[i] = static_cast<std::uint8_t>(number >> (8 * i));
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
