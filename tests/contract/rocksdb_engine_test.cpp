// What the engine on disk promises beyond the common contract.
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "store/engine/rocksdb_engine.h"
#include "tests/temporary_folder.h"

namespace veil::store {
namespace {

namespace fs = std::filesystem;

Bytes bytes(std::string_view text) {
  return to_bytes(view_of(text));
}

RocksdbOptions small(const fs::path& directory, bool create) {
  return {.directory = directory, .create = create, .write_buffer = std::size_t{64} << 10};
}

// A child process, forked while this one has a single thread, that does one thing when told.
class Child {
 public:
  explicit Child(const std::function<int()>& work) {
    VEIL_REQUIRE(::pipe(start_) == 0 && ::pipe(done_) == 0);
    id_ = ::fork();
    VEIL_REQUIRE(id_ >= 0);
    if (id_ != 0) return;
    char word = 0;
    if (::read(start_[0], &word, 1) != 1) ::_exit(99);
    const int code = work();
    word = static_cast<char>(code);
    if (::write(done_[1], &word, 1) != 1) ::_exit(99);
    ::pause();
    ::_exit(0);
  }
  ~Child() {
    ::kill(id_, SIGKILL);
    ::waitpid(id_, nullptr, 0);
    for (const int end : {start_[0], start_[1], done_[0], done_[1]}) ::close(end);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  int run() {
    char word = 'x';
    if (::write(start_[1], &word, 1) != 1 || ::read(done_[0], &word, 1) != 1) return -1;
    return word;
  }

 private:
  int start_[2] = {};
  int done_[2] = {};
  pid_t id_ = -1;
};

TEST_CASE("a store has one process at a time, and a killed one leaves it free",
          "[contract][processes]") {
  const tests::TemporaryFolder folder;
  const fs::path store = folder.path() / "store";
  const auto try_open = [&store] {
    static Result<std::unique_ptr<Engine>> held = open_rocksdb(small(store, false));
    return held ? 1 : 2 + static_cast<int>(held.error().code);
  };
  Child refused(try_open);
  auto holder = std::make_unique<Child>(try_open);

  auto engine = open_rocksdb(small(store, true));
  REQUIRE(engine);
  REQUIRE((*engine)->commit({{bytes("a"), bytes("1")}}, {}) == Outcome::committed);
  CHECK(refused.run() == 2 + static_cast<int>(Code::Unavailable));
  const auto again = open_rocksdb(small(store, false));
  REQUIRE_FALSE(again);
  CHECK(again.error().code == Code::Unavailable);
  CHECK(again.error().message.find("in use") != std::string::npos);

  engine->reset();
  CHECK(holder->run() == 1);
  CHECK_FALSE(open_rocksdb(small(store, false)));
  holder.reset();
  engine = open_rocksdb(small(store, false));
  REQUIRE(engine);
  CHECK((*(*engine)->snapshot())->get(view_of("a")) == bytes("1"));
}

TEST_CASE("only a creation makes a store", "[contract]") {
  const tests::TemporaryFolder folder;
  const auto absent = open_rocksdb(small(folder.path() / "store", false));
  REQUIRE_FALSE(absent);
  CHECK(absent.error().code == Code::NotFound);
  const auto unread = open_rocksdb_readonly(folder.path() / "store");
  REQUIRE_FALSE(unread);
  CHECK(unread.error().code == Code::NotFound);
  CHECK(fs::is_empty(folder.path()));
  CHECK(open_rocksdb(small(folder.path() / "store", true)));
  CHECK(open_rocksdb(small(folder.path() / "store", true)));
  const auto mode = fs::status(folder.path() / "store" / "engine").permissions();
  CHECK((mode & (fs::perms::group_all | fs::perms::others_all)) == fs::perms::none);
}

TEST_CASE("less room than the reserve refuses commits and serves readers", "[contract]") {
  const tests::TemporaryFolder folder;
  RocksdbOptions options = small(folder.path() / "store", true);
  {
    const auto engine = open_rocksdb(options);
    REQUIRE(engine);
    REQUIRE((*engine)->commit({{bytes("a"), bytes("1")}}, {}) == Outcome::committed);
  }
  options.reserve = UINT64_MAX;
  const auto engine = open_rocksdb(options);
  REQUIRE(engine);
  const auto refused = (*engine)->commit({{bytes("a"), bytes("2")}}, {});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Code::Unavailable);
  CHECK(refused.error().message.find("disk full") != std::string::npos);
  CHECK((*(*engine)->snapshot())->get(view_of("a")) == bytes("1"));
}

TEST_CASE("no key and no value reaches a text file of the engine", "[contract]") {
  const tests::TemporaryFolder folder;
  { REQUIRE(open_rocksdb(small(folder.path() / "store", true))); }
  for (int round = 0; round < 3; ++round) {
    const auto engine = open_rocksdb(small(folder.path() / "store", false));
    REQUIRE(engine);
    for (int i = 0; i < 40; ++i) {
      const Bytes key = bytes("marker-key-" + std::to_string(i));
      REQUIRE((*engine)->commit({{key, Bytes(4000, 'v')}}, {}) == Outcome::committed);
    }
  }
  int tables = 0;
  for (const auto& entry : fs::directory_iterator(folder.path() / "store" / "engine")) {
    const std::string name = entry.path().filename().string();
    CAPTURE(name);
    CHECK(name.find("LOG") != 0);
    if (entry.path().extension() == ".sst") ++tables;
    if (name.find("OPTIONS") != 0 && name != "IDENTITY" && name != "CURRENT") continue;
    std::ifstream file(entry.path());
    const std::string text(std::istreambuf_iterator<char>(file), {});
    CHECK(text.find("marker") == std::string::npos);
  }
  CHECK(tables > 0);
}

// Commit i sets `count` to i and adds `item/i`: what a reader sees must be exactly such a state.
std::string item(std::uint64_t i) {
  return "item/" + std::to_string(1000000 + i);
}

std::uint64_t check_state(const Snapshot& snapshot) {
  const auto count = snapshot.get(view_of("count"));
  const std::uint64_t seen = count ? read_le64(count->data()) : 0;
  std::uint64_t items = 0;
  const auto done = snapshot.scan(view_of("item/"), {}, [&](BytesView key, BytesView) {
    return text_of(key) == item(++items);
  });
  CHECK(done);
  CHECK(items == seen);
  return seen;
}

TEST_CASE("a reader beside a running store sees a whole past of it", "[contract]") {
  const tests::TemporaryFolder folder;
  const fs::path store = folder.path() / "store";
  const auto engine = open_rocksdb(small(store, true));
  REQUIRE(engine);
  std::atomic<std::uint64_t> acknowledged{0};
  std::atomic<bool> stop{false};
  std::atomic<bool> failed{false};
  std::thread writer([&] {
    for (std::uint64_t i = 1; !stop && !failed; ++i) {
      Bytes count;
      append_le64(count, i);
      const auto outcome =
          (*engine)->commit({{bytes("count"), count}, {bytes(item(i)), Bytes(3000, 1)}}, {});
      failed = !outcome || *outcome != Outcome::committed;
      if (!failed) acknowledged = i;
    }
  });
  std::uint64_t last = 0;
  for (int i = 0; i < 60; ++i) {
    const std::uint64_t before = acknowledged;
    const auto reader = open_rocksdb_readonly(store);
    if (!reader) UNSCOPED_INFO(reader.error().message);
    CHECK(reader);
    if (!reader) break;
    const auto snapshot = (*reader)->snapshot();
    CHECK(snapshot);
    last = check_state(**snapshot);
    CHECK(last >= before);
    const auto refused = (*reader)->commit({}, {});
    CHECK((!refused && refused.error().code == Code::Unsupported));
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    CHECK(check_state(**snapshot) == last);
  }
  stop = true;
  writer.join();
  CHECK_FALSE(failed);
  CHECK(last > 0);
}

}  // namespace
}  // namespace veil::store
