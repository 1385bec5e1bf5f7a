// The second list of the engine's files: what it forgives and what it does not.
#include <catch2/catch.hpp>
#include <random>
#include <string>

#include "store/engine/census.h"

namespace veil::store {
namespace {

Census some_census(unsigned seed) {
  std::mt19937_64 rng(seed);
  Census census;
  census.sequence = rng() >> (rng() % 64);
  for (auto i = rng() % 4; i > 0; --i) census.logs.emplace(rng() % 1000, rng() % 100000);
  for (auto i = rng() % 40; i > 0; --i) census.files.emplace(rng() % 1000000, rng() >> 30);
  for (auto i = rng() % 5; i > 0; --i) census.forgiven.insert(rng() % 1000000);
  return census;
}

TEST_CASE("a census is read back as written, and in no other form", "[contract][property]") {
  const unsigned seed = GENERATE(take(20, random(0U, 0xffffffffU)));
  CAPTURE(seed);
  const Census census = some_census(seed);
  const Bytes bytes = encode_census(census);
  CHECK(decode_census(bytes) == census);
  std::mt19937 rng(seed);
  for (int i = 0; i < 50; ++i) {
    Bytes damaged = bytes;
    damaged[rng() % damaged.size()] ^= static_cast<std::uint8_t>(1 + rng() % 255);
    const auto read = decode_census(damaged);
    CHECK((!read && read.error().code == Code::Corrupt));
    damaged = bytes;
    damaged.resize(rng() % bytes.size());
    CHECK_FALSE(decode_census(damaged));
    damaged = bytes;
    damaged.push_back(static_cast<std::uint8_t>(rng()));
    CHECK_FALSE(decode_census(damaged));
  }
}

TEST_CASE("a table is missed unless a noted job consumed it", "[contract]") {
  const Census census{.sequence = 0, .logs = {}, .files = {{7, 100}, {9, 200}}, .forgiven = {9}};
  struct Row {
    const char* why;
    FileSizes found;
    bool complete;
  };
  const auto row = GENERATE(values<Row>({
      {"as listed", {{7, 100}, {9, 200}}, true},
      {"more than listed", {{7, 100}, {9, 200}, {12, 1}}, true},
      {"the job's input is gone", {{7, 100}, {12, 1}}, true},
      {"another file is gone", {{9, 200}}, false},
      {"it shrank", {{7, 99}, {9, 200}}, false},
      {"it grew, which a table never does", {{7, 101}, {9, 200}}, false},
      {"an input that is there has shrunk", {{7, 100}, {9, 199}}, false},
      {"nothing is there", {}, false},
  }));
  CAPTURE(row.why);
  const auto checked = check_files(census, row.found);
  CHECK(checked.has_value() == row.complete);
  if (!checked) CHECK(checked.error().code == Code::Corrupt);
}

TEST_CASE("a log of writes is missed while its writes are in no table", "[contract]") {
  const Census census{.sequence = 0, .logs = {{4, 500}, {8, 0}}, .files = {}, .forgiven = {}};
  struct Row {
    const char* why;
    FileSizes found;
    std::uint64_t needed;
    bool complete;
  };
  const auto row = GENERATE(values<Row>({
      {"as listed", {{4, 500}, {8, 0}}, 4, true},
      {"longer", {{4, 501}, {8, 70}, {11, 1}}, 0, true},
      {"the first is in tables", {{8, 0}}, 5, true},
      {"both are", {}, 9, true},
      {"the first is gone and needed", {{8, 0}}, 4, false},
      {"the first is cut", {{4, 499}, {8, 0}}, 0, false},
      {"the second is gone", {{4, 500}}, 8, false},
  }));
  CAPTURE(row.why);
  const auto checked = check_logs(census, row.found, row.needed);
  CHECK(checked.has_value() == row.complete);
  if (!checked) CHECK(checked.error().code == Code::Corrupt);
}

TEST_CASE("a census says what is missing", "[contract]") {
  Census census{.sequence = 12, .logs = {{4, 1}}, .files = {{7, 100}}, .forgiven = {}};
  CHECK(check_files(census, {}).error().message.find("000007.sst is missing") != std::string::npos);
  CHECK(check_logs(census, {}, 0).error().message.find("000004.log is missing") !=
        std::string::npos);
  CHECK(check_sequence(census, 12));
  CHECK(check_sequence(census, 11).error().message.find("11, at least 12") != std::string::npos);
  for (std::uint64_t i = 20; i < 40; ++i) census.files.emplace(i, 1);
  CHECK(check_files(census, {}).error().message.find("and 16 more") != std::string::npos);
}

}  // namespace
}  // namespace veil::store
