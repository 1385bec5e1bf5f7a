// crypto/secret.h: owners of key material.
// Promise: the bytes are zeroed when the owner is destroyed, moved from or assigned over, on every
// path. Both are move-only, have no stream output, and give their bytes only to reveal(), a word
// that reviewers can grep for.
//   Secret  any size, on guarded pages that are locked into RAM where the system allows: for what
//           lives as long as a session (costs whole pages and a system call).
//   Key     32 bytes in place: for keys derived per record or section.
// Thread safety: as for a value; const members may be called concurrently.
#pragma once

#include <memory>

#include "crypto/bytes.h"

namespace veil::crypto {

// Zeroes memory that the compiler may not skip.
void wipe(std::span<std::uint8_t> bytes) noexcept;
void wipe(std::string& text) noexcept;  // and makes it empty

class Secret {
 public:
  Secret() noexcept = default;  // empty
  static Secret random(std::size_t size);
  static Secret copy_of(BytesView bytes);
  static Secret absorb(std::span<std::uint8_t> source);  // zeroes `source`
  static Secret absorb(std::string& source);             // zeroes and empties `source`
  ~Secret() = default;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  Secret(Secret&& other) noexcept;             // `other` becomes empty
  Secret& operator=(Secret&& other) noexcept;  // zeroes the old bytes

  BytesView reveal() const noexcept { return {bytes_.get(), size_}; }  // valid while *this lives
  bool empty() const noexcept { return size_ == 0; }

 private:
  struct Wipe {
    void operator()(std::uint8_t* bytes) const noexcept;  // sodium_free: zeroes, then unmaps
  };
  Secret(std::unique_ptr<std::uint8_t[], Wipe> bytes, std::size_t size) noexcept;
  std::unique_ptr<std::uint8_t[], Wipe> bytes_;
  std::size_t size_ = 0;
};

class Key {
 public:
  static constexpr std::size_t kSize = 32;
  Key() noexcept : bytes_{} {}  // all zero; to be written through writable()
  static Key random();
  // Requires bytes.size() == kSize (asserted).
  static Key copy_of(BytesView bytes);
  ~Key() { wipe(bytes_); }
  Key(const Key&) = delete;
  Key& operator=(const Key&) = delete;
  Key(Key&& other) noexcept;
  Key& operator=(Key&& other) noexcept;

  Key clone() const { return copy_of(reveal()); }
  BytesView reveal() const noexcept { return bytes_; }
  std::span<std::uint8_t> writable() noexcept { return bytes_; }

 private:
  ByteArray<kSize> bytes_;
};

// Time depends on the sizes only.
bool equal_constant_time(BytesView a, BytesView b) noexcept;

std::ostream& operator<<(std::ostream&, const Secret&) = delete;
std::ostream& operator<<(std::ostream&, const Key&) = delete;

// Fills from the system's generator. Never fails: without randomness the program ends at start.
void fill_random(std::span<std::uint8_t> bytes) noexcept;
template <std::size_t N>
ByteArray<N> random_array() {
  ByteArray<N> out;
  fill_random(out);
  return out;
}

}  // namespace veil::crypto
