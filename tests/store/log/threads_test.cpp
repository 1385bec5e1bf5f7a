// Many callers at once: works share batches, yet each stands or falls alone.
#include <thread>

#include "store/log/sealing.h"
#include "tests/store/log/log_world.h"

namespace veil::store::tests {
namespace {

constexpr unsigned kThreads = 8;

void run_threads(const std::function<void(unsigned)>& body) {
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (unsigned i = 0; i < kThreads; ++i) threads.emplace_back(body, i);
  for (std::thread& thread : threads) thread.join();
}

TEST_CASE("entries of many threads get one order, each its own index", "[log][threads]") {
  LogWorld world;
  auto options = world.options();
  options.checkpoint_interval = std::chrono::milliseconds(1);
  std::atomic<std::uint64_t> tick = 1'700'000'000'000;
  options.now = [&tick] { return tick++; };
  auto log = AccessLog::open(world.engine, options).value();
  world.engine.slowness_us = 200;
  constexpr std::uint64_t kEach = 300;
  std::vector<std::vector<std::uint64_t>> indices(kThreads);
  run_threads([&](unsigned thread) {
    for (std::uint64_t i = 0; i < kEach; ++i) {
      const auto index = log->commit(read_work(thread * kEach + i));
      if (index) indices[thread].push_back(*index);
    }
  });
  REQUIRE(log->close());
  CHECK(world.verify().ok());
  CHECK(world.verify().anchored_size == kThreads * kEach);
  CHECK(world.engine.commits < kThreads * kEach / 2);  // they shared batches

  std::vector<bool> seen(kThreads * kEach);
  LogReader reader = world.reader();
  const auto snapshot = world.snapshot();
  for (unsigned thread = 0; thread < kThreads; ++thread) {
    REQUIRE(indices[thread].size() == kEach);
    CHECK(std::is_sorted(indices[thread].begin(), indices[thread].end()));
    for (std::uint64_t i = 0; i < kEach; ++i) {
      const std::uint64_t index = indices[thread][i];
      CHECK_FALSE(seen[index]);
      seen[index] = true;
      CHECK(reader.read(*snapshot, index)->reason ==
            "reason " + std::to_string(thread * kEach + i));
    }
  }
  std::uint64_t time = 0;
  for (std::uint64_t index = 0; index < seen.size(); ++index) {
    const std::uint64_t next = reader.read(*snapshot, index)->time_ms;
    CHECK(next >= time);
    time = next;
  }
}

TEST_CASE("no update is lost when works on one row share a batch", "[log][threads]") {
  LogWorld world;
  auto log = world.open();
  world.engine.slowness_us = 200;
  std::atomic<std::uint64_t> won = 0;
  constexpr std::uint64_t kRows = 3;
  run_threads([&](unsigned thread) {
    for (std::uint64_t i = 0; i < 200; ++i) {
      const std::uint64_t row = (thread + i) % kRows;
      const auto snapshot = world.snapshot();
      auto value = snapshot->get(row_key(row));
      std::optional<Bytes> before;
      if (value) before = *value;
      Bytes after;
      append_le64(after, (before ? read_le64(before->data()) : 0) + 1);
      const auto done = log->commit(write_work(row, before, after));
      if (done) ++won;
    }
  });
  REQUIRE(log->close());
  std::uint64_t sum = 0;
  for (std::uint64_t row = 0; row < kRows; ++row) {
    sum += read_le64(world.snapshot()->get(row_key(row))->data());
  }
  CHECK(sum == won);
  const LogReport report = world.verify();
  CHECK(report.ok());
  CHECK(report.present == won);  // a work that lost left no entry
}

TEST_CASE("failures among many threads: what was answered is there, what was refused is not",
          "[log][threads]") {
  LogWorld world;
  auto log = world.open();
  world.engine.slowness_us = 100;
  std::vector<std::vector<std::uint64_t>> kept(kThreads);
  run_threads([&](unsigned thread) {
    for (std::uint64_t i = 0; i < 200; ++i) {
      if (i % 7 == 0) world.engine.fault = FaultyEngine::Fault::refuse;
      if (i % 7 == 3) world.engine.fault = FaultyEngine::Fault::lose;
      if (i % 7 == 5) world.engine.fault = FaultyEngine::Fault::apply_and_lose;
      const std::uint64_t row = std::uint64_t{thread} * 1'000 + i;
      if (log->commit(write_work(row, std::nullopt, {1}))) kept[thread].push_back(row);
    }
  });
  world.engine.fault = FaultyEngine::Fault::none;
  REQUIRE(log->close());
  std::size_t total = 0;
  for (const auto& rows : kept) {
    total += rows.size();
    for (const std::uint64_t row : rows) CHECK(world.snapshot()->get(row_key(row)));
  }
  CHECK(total > 0);
  CHECK(world.rows("r").size() == total);
  CHECK(world.verify().ok());
  CHECK(world.verify().present == total);
}

TEST_CASE("which works may share a batch", "[log]") {
  const auto work_of = [](std::optional<std::uint64_t> reads, std::optional<std::uint64_t> writes) {
    CutWork out;
    if (reads) out.conditions.push_back({row_key(*reads), std::nullopt});
    if (writes) out.changes.push_back({row_key(*writes), Bytes{1}});
    return out;
  };
  const auto none = std::nullopt;
  struct Row {
    const char* why;
    std::vector<std::pair<std::optional<std::uint64_t>, std::optional<std::uint64_t>>> works;
    std::size_t together;
  };
  const auto row = GENERATE_COPY(values<Row>({
      {"nothing waits", {}, 0},
      {"one alone, whatever it touches", {{1, 1}}, 1},
      {"reads only", {{none, none}, {none, none}, {none, none}}, 3},
      {"apart", {{1, 1}, {2, 2}, {3, 3}}, 3},
      {"the same row written twice", {{none, 1}, {none, 1}}, 1},
      {"depends on what another changes", {{1, 1}, {2, 2}, {1, 3}}, 2},
      {"both depend on what none changes", {{1, 2}, {1, 3}}, 2},
      {"changes what an earlier one depends on", {{1, 2}, {none, 1}}, 2},
  }));
  CAPTURE(row.why);
  std::vector<CutWork> works;
  works.reserve(row.works.size());
  for (const auto& [reads, writes] : row.works) works.push_back(work_of(reads, writes));
  std::vector<const CutWork*> pointers;
  pointers.reserve(works.size());
  for (const CutWork& work : works) pointers.push_back(&work);
  CHECK(count_independent(pointers) == row.together);
}

}  // namespace
}  // namespace veil::store::tests
