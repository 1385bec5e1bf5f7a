// Commits numbered rows to a store in the folder, closing and opening it on the way, and says each
// commit that it tries and each that was acknowledged. Arguments: the last number, `close` or
// `leave` (how to end: properly, or as a killed process does), the folder.
#include <cstdlib>
#include <string>
#include <string_view>

#include "store/engine/rocksdb_engine.h"
#include "tests/crash/numbered_rows.h"
#include "tests/crash/worker_lines.h"

namespace {

using veil::tests::say;

constexpr std::uint64_t kBetweenCloses = 60;
constexpr int kOpensMax = 8;  // more than the closes of a run without a fault

// The buffer is small so that a run crosses flushes and compactions.
veil::Result<std::unique_ptr<veil::store::Engine>> open_store(const char* folder) {
  auto engine = veil::store::open_rocksdb({.directory = std::string(folder) + "/store",
                                           .create = true,
                                           .write_buffer = std::size_t{64} << 10,
                                           .cache = std::size_t{1} << 20,
                                           .reserve = 0});
  if (!engine) say(std::string("refused ") + veil::to_string(engine.error().code));
  return engine;
}

// Commits until it is time to close, or something failed.
void work(veil::store::Engine& engine, std::uint64_t& next, std::uint64_t last) {
  do {
    say("try " + std::to_string(next));
    const auto outcome = veil::tests::commit_numbered(engine, next);
    if (!outcome || *outcome == veil::store::Outcome::unknown) {
      // Where room was lacking nothing was tried, and there may be room again.
      const bool full = !outcome && outcome.error().message.find("disk full") != std::string::npos;
      const auto again = veil::tests::commit_numbered(engine, next);
      if (again && !full) say("an answer after a fault");
      if (outcome && engine.snapshot()) say("a guess after a fault");
      return;
    }
    if (*outcome == veil::store::Outcome::conflict) say("conflict");
    say("ok " + std::to_string(next));
    ++next;
  } while (next <= last && next % kBetweenCloses != 0);
}

}  // namespace

int main(int count, char** words) {
  if (count != 4) return 2;
  const bool leaves = std::string_view(words[2]) == "leave";
  const std::uint64_t last = std::strtoull(words[1], nullptr, 10);
  std::uint64_t next = 0;
  for (int opens = 0; opens < kOpensMax && next <= last; ++opens) {
    const auto engine = open_store(words[3]);
    if (!engine) continue;
    const auto state = veil::tests::numbered_state(**engine);
    if (!state) {
      say("unreadable");
      continue;
    }
    next = *state + 1;
    if (next <= last) work(**engine, next, last);
    if (leaves && next > last) ::_exit(0);
  }
  return next > last ? 0 : 1;
}
