// store/archive.h (internal): a portable, bounds-checked archive for Boost.Serialization.
//   unsigned  varint, shortest form          signed  zigzag, then varint
//   one byte  itself                         bool    one byte, 0 or 1
//   text      varint length, bytes           list    varint count, items
//   optional  bool, then the value if there  bytes   of a fixed number: themselves
//   choice    of an enum: one byte
// Nothing else is written: no header, class names, versions or tracking. A type whose level is not
// object_serializable, and any pointer, does not compile, because the functions that Boost would
// call for it are missing here.
// Promise: reading never throws on any bytes, never reads outside them, and reserves nothing for
// items that the bytes left cannot hold. A fault makes the archive fail for good; check it once, at
// the end. Thread safety: as for a value.
#pragma once

#include <algorithm>
#include <limits>
#include <optional>
#include <type_traits>

#include <boost/archive/detail/interface_iarchive.hpp>
#include <boost/archive/detail/interface_oarchive.hpp>
#include <boost/serialization/level.hpp>
#include <boost/serialization/tracking.hpp>

#include "crypto/bytes.h"

namespace veil::store {

inline constexpr unsigned kArchiveDepthMax = 8;  // classes within classes

// A text or list with the most bytes or items that it may have; a bare one does not compile.
template <class T>
struct Bounded {
  T& value;
  std::size_t max;
  std::size_t item_max;  // bytes of each item that is a text
};
// Const, because Boost's operators take only such temporaries.
template <class T>
const Bounded<T> bounded(T& value, std::size_t max, std::size_t item_max = 0) {
  return {value, max, item_max};
}

// An enum whose numbers run from 0 to `last`.
template <class T>
struct Choice {
  T& value;
  std::remove_const_t<T> last;
};
template <class T>
const Choice<T> choice(T& value, std::remove_const_t<T> last) {
  return {value, last};
}

template <class T>
concept Whole = std::is_integral_v<T> && !std::is_same_v<T, bool>;
template <class T>
concept Record = std::is_class_v<T>;

constexpr std::uint64_t zigzag(std::int64_t number) noexcept {
  return static_cast<std::uint64_t>(number) << 1 ^ static_cast<std::uint64_t>(number >> 63);
}
constexpr std::int64_t unzigzag(std::uint64_t number) noexcept {
  return static_cast<std::int64_t>(number >> 1 ^ (0 - (number & 1)));
}

class OutArchive : public boost::archive::detail::interface_oarchive<OutArchive> {
 public:
  explicit OutArchive(Bytes& to) noexcept : to_(to) {}

  bool ok() const noexcept { return ok_; }  // false if something was above its bound

  void save_override(bool flag) { to_.push_back(flag ? 1 : 0); }
  template <Whole T>
  void save_override(T number) {
    if constexpr (sizeof(T) == 1) {
      to_.push_back(static_cast<std::uint8_t>(number));
    } else if constexpr (std::is_signed_v<T>) {
      append_varint(to_, zigzag(number));
    } else {
      append_varint(to_, number);
    }
  }
  template <std::size_t N>
  void save_override(const ByteArray<N>& bytes) {
    append(to_, bytes);
  }
  template <class T>
  void save_override(const std::optional<T>& value) {
    save_override(value.has_value());
    if (value) save_override(*value);
  }
  template <class T>
  void save_override(const Bounded<T>& list) {
    ok_ = ok_ && list.value.size() <= list.max;
    if (!ok_) return;
    append_varint(to_, list.value.size());
    if constexpr (std::is_same_v<std::remove_const_t<T>, std::string>) {
      append(to_, view_of(list.value));
    } else {
      for (const auto& item : list.value) save_item(item, list.item_max);
    }
  }
  template <class T>
  void save_override(const Choice<T>& one) {
    ok_ = ok_ && one.value <= one.last;
    to_.push_back(static_cast<std::uint8_t>(one.value));
  }
  template <Record T>
  void save_override(const T& object) {
    boost::archive::save(*this, object);
  }

 private:
  template <class T>
  void save_item(const T& item, std::size_t max) {
    if constexpr (std::is_same_v<T, std::string>) {
      save_override(bounded(item, max));
    } else {
      save_override(item);
    }
  }

  Bytes& to_;
  bool ok_ = true;
};

class InArchive : public boost::archive::detail::interface_iarchive<InArchive> {
 public:
  explicit InArchive(BytesView bytes) noexcept : reader_(bytes), size_(bytes.size()) {}

  // Everything was read, and nothing was wrong with it.
  bool done() const noexcept { return ok_ && reader_.at_end(); }
  bool ok() const noexcept { return ok_ && reader_.ok(); }
  void refuse() noexcept { ok_ = false; }

  void load_override(bool& flag) {
    const std::uint8_t byte = reader_.u8();
    flag = byte == 1;
    if (byte > 1) refuse();
  }
  template <Whole T>
  void load_override(T& number) {
    if constexpr (sizeof(T) == 1) {
      number = static_cast<T>(reader_.u8());
    } else if constexpr (std::is_signed_v<T>) {
      const std::int64_t wide = unzigzag(reader_.varint());
      number = static_cast<T>(wide);
      if (number != wide) refuse();
    } else {
      number = static_cast<T>(reader_.varint_max(std::numeric_limits<T>::max()));
    }
  }
  template <std::size_t N>
  void load_override(ByteArray<N>& bytes) {
    bytes = reader_.array<N>();
  }
  template <class T>
  void load_override(std::optional<T>& value) {
    bool there = false;
    load_override(there);
    if (there && ok()) load_override(value.emplace());
  }
  template <class T>
  void load_override(const Bounded<T>& list) {
    // An item takes a byte at least, so that the count is bounded by what is left, too.
    const std::uint64_t count = reader_.varint_max(std::min(list.max, size_));
    if (!ok() || count > reader_.left()) return refuse();
    if constexpr (std::is_same_v<T, std::string>) {
      list.value = text_of(reader_.take(count));
    } else {
      list.value.reserve(count);
      while (ok() && list.value.size() < count) load_item(list.value.emplace_back(), list.item_max);
    }
  }
  template <class T>
  void load_override(const Choice<T>& one) {
    const std::uint8_t byte = reader_.u8();
    if (byte > static_cast<std::uint8_t>(one.last)) return refuse();
    one.value = static_cast<T>(byte);
  }
  template <Record T>
  void load_override(T& object) {
    if (++depth_ > kArchiveDepthMax) return refuse();
    boost::archive::load(*this, object);
    --depth_;
  }

 private:
  template <class T>
  void load_item(T& item, std::size_t max) {
    if constexpr (std::is_same_v<T, std::string>) {
      load_override(bounded(item, max));
    } else {
      load_override(item);
    }
  }

  ByteReader reader_;
  std::size_t size_;
  unsigned depth_ = 0;
  bool ok_ = true;
};

// What the serialize function of a type names, in order.
template <class Archive, class... Items>
void each(Archive& archive, Items&&... items) {
  (static_cast<void>(archive & items), ...);
}

}  // namespace veil::store
