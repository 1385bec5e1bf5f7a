#include "crypto/secret.h"

#include <catch2/catch.hpp>
#include <new>
#include <set>
#include <type_traits>

namespace veil::crypto {

static_assert(!std::is_copy_constructible_v<Key> && !std::is_copy_assignable_v<Key>);
static_assert(!std::is_copy_constructible_v<Secret> && !std::is_copy_assignable_v<Secret>);

TEST_CASE("a key is zeroed when it is destroyed, moved from or assigned over", "[secret]") {
  alignas(Key) std::uint8_t room[sizeof(Key)] = {};
  const auto zeros = [&] { return std::count(std::begin(room), std::end(room), 0) == 32; };
  Key* key = new (room) Key(Key::copy_of(Bytes(32, 0xaa)));
  CHECK_FALSE(zeros());
  const Key other = std::move(*key);
  CHECK(zeros());
  CHECK(other.reveal()[31] == 0xaa);
  *key = Key::copy_of(Bytes(32, 0xbb));
  CHECK_FALSE(zeros());
  key->~Key();
  // Read through a pointer that the compiler cannot see through: the object is gone, its room is
  // ours.
  const volatile std::uint8_t* seen = room;
  bool all_zero = true;
  for (std::size_t i = 0; i < 32; ++i) all_zero = all_zero && seen[i] == 0;
  CHECK(all_zero);
}

TEST_CASE("a key survives being assigned to itself", "[secret]") {
  Key key = Key::copy_of(Bytes(32, 0xaa));
  Key& same = key;
  key = std::move(same);
  CHECK(same_bytes(key.reveal(), Bytes(32, 0xaa)));
  CHECK(same_bytes(key.clone().reveal(), key.reveal()));
}

TEST_CASE("a secret takes over bytes and leaves none at their source", "[secret]") {
  Bytes bytes = {1, 2, 3};
  const Secret from_bytes = Secret::absorb(bytes);
  CHECK(bytes == Bytes{0, 0, 0});
  CHECK(same_bytes(from_bytes.reveal(), Bytes{1, 2, 3}));

  std::string text = "a passphrase that is longer than what fits in place";
  const char* at = text.data();
  const Secret from_text = Secret::absorb(text);
  CHECK(text.empty());
  CHECK(std::count(at, at + 51, '\0') == 51);
  CHECK(text_of(from_text.reveal()) == "a passphrase that is longer than what fits in place");
}

TEST_CASE("wiping a string also wipes what shorter contents left behind", "[secret]") {
  std::string text = "0123456789012345678901234567890123456789";
  const char* at = text.data();
  text.resize(3);
  wipe(text);
  CHECK(text.empty());
  CHECK(std::count(at, at + 40, '\0') == 40);  // NOLINT(clang-analyzer-cplusplus.InnerPointer)
}

TEST_CASE("a secret moves and is empty afterwards", "[secret]") {
  Secret one = Secret::copy_of(Bytes{1, 2});
  Secret two = std::move(one);
  // NOLINTBEGIN(bugprone-use-after-move,clang-analyzer-cplusplus.Move): that is what is promised
  CHECK(one.empty());
  CHECK(one.reveal().empty());
  // NOLINTEND(bugprone-use-after-move,clang-analyzer-cplusplus.Move)
  two = Secret::copy_of(Bytes{3});
  CHECK(same_bytes(two.reveal(), Bytes{3}));
  Secret& same = two;
  two = std::move(same);
  CHECK(same_bytes(two.reveal(), Bytes{3}));
  CHECK(Secret().empty());
  CHECK(Secret::copy_of({}).empty());
  CHECK(Secret::random(0).empty());
}

TEST_CASE("equality does not stop at a length", "[secret]") {
  CHECK(equal_constant_time({}, {}));
  CHECK(equal_constant_time(Bytes{1, 2}, Bytes{1, 2}));
  CHECK_FALSE(equal_constant_time(Bytes{1, 2}, Bytes{1, 3}));
  CHECK_FALSE(equal_constant_time(Bytes{1, 2}, Bytes{1}));
  CHECK_FALSE(equal_constant_time(Bytes{}, Bytes{0}));
}

TEST_CASE("what is drawn at random differs and uses every byte value", "[secret]") {
  std::set<ByteArray<16>> drawn;
  std::set<std::uint8_t> values;
  for (int i = 0; i < 1000; ++i) {
    drawn.insert(random_array<16>());
    for (const std::uint8_t byte : *drawn.begin()) values.insert(byte);
  }
  CHECK(drawn.size() == 1000);
  const Secret many = Secret::random(20000);
  values.insert(many.reveal().begin(), many.reveal().end());
  CHECK(values.size() == 256);
  CHECK_FALSE(same_bytes(Key::random().reveal(), Key::random().reveal()));
}

}  // namespace veil::crypto
