#include "crypto/secret.h"

#include <sodium.h>

#include <algorithm>
#include <new>

namespace veil::crypto {
namespace {

// Runs before anything random is drawn or any guarded page is asked for.
bool require_sodium() noexcept {
  static const bool ready = sodium_init() >= 0;
  VEIL_REQUIRE(ready);
  return ready;
}

// And at program start: until then libsodium hashes and seals with its slowest code, and a program
// that only verifies draws nothing random.
[[maybe_unused]] const bool kSodiumReady = require_sodium();

}  // namespace

void wipe(std::span<std::uint8_t> bytes) noexcept {
  sodium_memzero(bytes.data(), bytes.size());
}

void wipe(std::string& text) noexcept {
  text.resize(text.capacity());  // no allocation: also what shorter contents left behind
  sodium_memzero(text.data(), text.size());
  text.clear();
}

void Secret::Wipe::operator()(std::uint8_t* bytes) const noexcept {
  sodium_free(bytes);
}

Secret::Secret(std::unique_ptr<std::uint8_t[], Wipe> bytes, std::size_t size) noexcept
    : bytes_(std::move(bytes)), size_(size) {}

Secret::Secret(Secret&& other) noexcept
    : bytes_(std::move(other.bytes_)), size_(std::exchange(other.size_, 0)) {}

Secret& Secret::operator=(Secret&& other) noexcept {
  bytes_ = std::move(other.bytes_);
  size_ = std::exchange(other.size_, 0);
  return *this;
}

Secret Secret::copy_of(BytesView bytes) {
  require_sodium();
  if (bytes.empty()) return {};
  std::unique_ptr<std::uint8_t[], Wipe> own(
      static_cast<std::uint8_t*>(sodium_malloc(bytes.size())));
  if (own == nullptr) throw std::bad_alloc();
  std::copy(bytes.begin(), bytes.end(), own.get());
  return {std::move(own), bytes.size()};
}

Secret Secret::absorb(std::span<std::uint8_t> source) {
  Secret out = copy_of(source);
  wipe(source);
  return out;
}

Secret Secret::absorb(std::string& source) {
  Secret out = copy_of(view_of(source));
  wipe(source);
  return out;
}

Secret Secret::random(std::size_t size) {
  Bytes drawn(size);
  fill_random(drawn);
  return absorb(drawn);
}

Key Key::random() {
  Key out;
  fill_random(out.bytes_);
  return out;
}

Key Key::copy_of(BytesView bytes) {
  VEIL_REQUIRE(bytes.size() == kSize);
  Key out;
  std::copy(bytes.begin(), bytes.end(), out.bytes_.begin());
  return out;
}

Key::Key(Key&& other) noexcept : bytes_(other.bytes_) {
  wipe(other.bytes_);
}

Key& Key::operator=(Key&& other) noexcept {
  if (this != &other) {
    bytes_ = other.bytes_;
    wipe(other.bytes_);
  }
  return *this;
}

bool equal_constant_time(BytesView a, BytesView b) noexcept {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

void fill_random(std::span<std::uint8_t> bytes) noexcept {
  require_sodium();
  if (bytes.empty()) return;
  randombytes_buf(bytes.data(), bytes.size());
}

}  // namespace veil::crypto
