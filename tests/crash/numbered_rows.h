// tests/crash/numbered_rows.h: a store whose only legal states are numbered, so that a lost commit,
// a half one and a hole all show. Commit i sets `head` to i and adds rows `a<i>` and `b<i>`.
#pragma once

#include <cstdint>
#include <string>

#include "store/engine/engine.h"

namespace veil::tests {

inline Bytes row_key(char side, std::uint64_t i) {
  Bytes key{static_cast<std::uint8_t>(side)};
  append_be64(key, i);
  return key;
}

// Sizes from 1 to 3,000, content that no other row has.
inline Bytes row_value(char side, std::uint64_t i) {
  std::uint64_t state = i * 2 + static_cast<std::uint64_t>(side);
  Bytes value(1 + (state * 0x9e3779b97f4a7c15U >> 33) % 3000);
  for (auto& byte : value) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    byte = static_cast<std::uint8_t>(state >> 56);
  }
  return value;
}

inline Bytes head_value(std::uint64_t i) {
  Bytes value;
  append_le64(value, i);
  return value;
}

inline Result<store::Outcome> commit_numbered(store::Engine& engine, std::uint64_t i) {
  const Bytes head = to_bytes(view_of("head"));
  store::Condition before{head, std::nullopt};
  if (i > 1) before.expected = head_value(i - 1);
  return engine.commit({{head, head_value(i)},
                        {row_key('a', i), row_value('a', i)},
                        {row_key('b', i), row_value('b', i)}},
                       {&before, 1});
}

// The number of the state the store is in. Corrupt if it is in none; the engine's own error if it
// cannot read.
inline Result<std::uint64_t> numbered_state(const store::Engine& engine) {
  const auto snapshot = engine.snapshot();
  if (!snapshot) return fail(snapshot.error());
  const auto head = (*snapshot)->get(view_of("head"));
  if (!head && head.error().code != Code::NotFound) return fail(head.error());
  const std::uint64_t last = head && head->size() == 8 ? read_le64(head->data()) : 0;
  for (const char side : {'a', 'b'}) {
    std::uint64_t i = 0;
    const Bytes prefix{static_cast<std::uint8_t>(side)};
    bool same = true;
    const auto done = (*snapshot)->scan(prefix, {}, [&](BytesView key, BytesView value) {
      ++i;
      same = same_bytes(key, row_key(side, i)) && same_bytes(value, row_value(side, i));
      return same;
    });
    if (!done) return fail(done.error());
    if (!same || i != last) return fail(Code::Corrupt, "rows: a hole, or half a commit");
  }
  return last;
}

}  // namespace veil::tests
