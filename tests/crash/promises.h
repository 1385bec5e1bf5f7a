// tests/crash/promises.h: what crash_engine_worker has said, and whether the store it left keeps
// it.
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

#include "store/engine/rocksdb_engine.h"
#include "tests/crash/numbered_rows.h"
#include "tests/crash/sweep.h"

namespace veil::tests {

struct Promises {
  std::uint64_t tried = 0;
  std::uint64_t acknowledged = 0;

  // Notes what a run said; asserts what it must never say.
  void note(const Run& run) {
    for (const std::string& line : run.lines) {
      if (line.starts_with("try ")) {
        tried = std::max<std::uint64_t>(tried, std::stoull(line.substr(4)));
      } else if (line.starts_with("ok ")) {
        acknowledged = std::max<std::uint64_t>(acknowledged, std::stoull(line.substr(3)));
      } else {
        CAPTURE(line);
        CHECK(line == "refused Unavailable");
      }
    }
  }
};

// The store opens, holds all that was acknowledged and nothing by halves, and can be used on.
inline void check_left(const std::filesystem::path& folder, const Promises& promises) {
  std::uint64_t state = 0;
  for (int opens = 0; opens < 2; ++opens) {
    const auto engine =
        store::open_rocksdb({.directory = folder / "store", .create = true, .reserve = 0});
    if (!engine) FAIL_CHECK(to_string(engine.error().code) << ": " << engine.error().message);
    if (!engine) return;
    const auto found = numbered_state(**engine);
    if (!found) FAIL_CHECK(to_string(found.error().code) << ": " << found.error().message);
    if (!found) return;
    if (opens == 0) {
      CHECK(*found >= promises.acknowledged);
      CHECK(*found <= promises.tried);
      state = *found + 1;
      CHECK(commit_numbered(**engine, state) == store::Outcome::committed);
    } else {
      CHECK(*found == state);
    }
  }
}

}  // namespace veil::tests
