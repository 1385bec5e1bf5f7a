// crypto/pae.h: pre-authentication encoding (PASETO's PAE): the one injective encoding for key
// derivation, associated data and signatures.
//   PAE(a, b, ...) = LE64 count, then for each part LE64 length and its bytes.
// An integer is a part of 8 bytes LE, a string its UTF-8, a list a nested PAE. The first part is
// the domain, "veil/<what>/1".
// Thread safety: as for a value.
#pragma once

#include "crypto/bytes.h"

namespace veil::crypto {

class Pae {
 public:
  Pae();
  explicit Pae(std::string_view domain) : Pae() { add(domain); }

  Pae& add(BytesView part);
  Pae& add(std::string_view part) { return add(view_of(part)); }
  Pae& add(const char* part) { return add(std::string_view(part)); }
  Pae& add(std::uint64_t number);
  Pae& add(const Pae& list) { return add(list.view()); }
  template <std::size_t N>
  Pae& add(const ByteArray<N>& part) {
    return add(BytesView(part));
  }

  BytesView view() const noexcept { return bytes_; }
  Bytes take() && { return std::move(bytes_); }

 private:
  Bytes bytes_;
};

// Reads a PAE from outside bytes: each part must be there, and nothing else. Check done() last.
// A part that is missing or of the wrong size makes the reader fail for good.
class PaeReader {
 public:
  explicit PaeReader(BytesView bytes) noexcept;

  BytesView part() noexcept;
  std::uint64_t number() noexcept;                       // a part of exactly 8 bytes
  std::uint64_t number_max(std::uint64_t max) noexcept;  // fails above `max`
  std::string_view text() noexcept { return text_of(part()); }
  bool domain(std::string_view expected) noexcept;  // fails unless the part equals it
  template <std::size_t N>
  ByteArray<N> array() noexcept {
    ByteArray<N> out{};
    const BytesView from = part();
    if (from.size() != N) {
      ok_ = false;
      return out;
    }
    std::copy(from.begin(), from.end(), out.begin());
    return out;
  }

  std::uint64_t parts_left() const noexcept { return left_; }
  bool ok() const noexcept { return ok_; }
  bool done() const noexcept { return ok_ && left_ == 0 && reader_.at_end(); }

 private:
  ByteReader reader_;
  std::uint64_t left_ = 0;
  bool ok_ = true;
};

}  // namespace veil::crypto
