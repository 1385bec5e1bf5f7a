// The same attacker with the files themselves: the write-ahead log, the manifest, the checkpoint
// file, and a copy of the whole folder from before.
#include <catch2/catch.hpp>
#include <fstream>
#include <random>
#include <sstream>

#include "store/engine/rocksdb_engine.h"
#include "store/log/verify.h"
#include "store/log_name.h"
#include "store/rows.h"
#include "tests/store/world.h"

using namespace veil;
namespace fs = std::filesystem;

namespace {

// How many acknowledged writes of a case there are, or nothing if the record is not there.
std::uint64_t version_of(test::World& world, const store::RecordId& id) {
  auto handler = world.enter("lin", "handler", "investigate");
  auto view = handler->read(id, {});
  return view ? view->view.record_version : 0;
}

store::RecordId written(test::World& world, int writes) {
  auto intake = world.enter("lin", "intake", "intake");
  auto id = intake->create(test::a_case(*intake, "欧阳桂兰"));
  REQUIRE(id);
  auto handler = world.enter("lin", "handler", "investigate");
  for (int i = 0; i < writes; ++i) {
    store::RecordDraft change;
    change.edits.push_back(
        test::edit(handler->policy(), "person.phone", std::to_string(13800000000LL + i)));
    REQUIRE(handler->amend(*id, change));
  }
  return *id;
}

std::vector<fs::path> files_like(const fs::path& folder, const std::string& part) {
  std::vector<fs::path> out;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().filename().string().find(part) != std::string::npos && entry.file_size() > 0) {
      out.push_back(entry.path());
    }
  }
  return out;
}

Bytes content_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return to_bytes(view_of(out.str()));
}

void put(const fs::path& path, const Bytes& bytes) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(reinterpret_cast<const char*>(bytes.data()),
            static_cast<std::streamsize>(bytes.size()));
}

void replace_folder(const fs::path& from, const fs::path& to) {
  fs::remove_all(to);
  fs::copy(from, to, fs::copy_options::recursive);
}

}  // namespace

TEST_CASE("a cut or flipped write-ahead log or manifest is refused, or has lost nothing",
          "[.][hostile][disk]") {
  test::World world;
  const store::RecordId id = written(world, 12);
  const std::uint64_t version = version_of(world, id);
  world.close();
  const fs::path store = world.places().store;
  const fs::path kept = world.folder() / "kept";
  replace_folder(store, kept);

  std::mt19937 random(1124);
  std::size_t refused = 0;
  std::size_t harmless = 0;
  std::size_t attacks = 0;
  for (const std::string kind : {".log", "MANIFEST", "CURRENT", "census", "checkpoint"}) {
    const bool beside = kind == "census" || kind == "checkpoint";
    for (int i = 0; i < (beside ? 6 : 12); ++i) {
      const auto files = files_like(beside ? store : store::engine_path(store), kind);
      REQUIRE(!files.empty());
      const fs::path file = files.front();
      Bytes bytes = content_of(file);
      const std::size_t at = random() % bytes.size();
      if (i % 3 == 0) {
        bytes.resize(at);
      } else {
        bytes[at] = static_cast<std::uint8_t>(bytes[at] ^ (1U << (random() % 8)));
      }
      put(file, bytes);
      ++attacks;
      auto opened = world.try_open();
      INFO(kind << " attack " << i << " at " << at);
      if (!opened) {
        ++refused;
        CHECK((opened.error().code == Code::Corrupt || opened.error().code == Code::Unavailable ||
               opened.error().code == Code::Unsupported));
      } else {
        ++harmless;
        CHECK(version_of(world, id) == version);
        world.close();
      }
      replace_folder(kept, store);
    }
  }
  WARN("files: " << attacks << " attacks, " << refused << " refused, " << harmless
                 << " without loss");
  CHECK(refused > attacks / 2);
  for (const std::string name : {"checkpoint", "census"}) {
    fs::remove(store / name);
    CHECK(!world.try_open());
    replace_folder(kept, store);
  }
  REQUIRE(world.try_open());
}

TEST_CASE("a whole folder from before is refused by whoever pinned the store since",
          "[.][hostile][disk]") {
  test::World world;
  const store::RecordId id = written(world, 2);
  world.close();
  const fs::path store = world.places().store;
  const fs::path old = world.folder() / "old";
  replace_folder(store, old);
  world.open();
  {
    auto handler = world.enter("lin", "handler", "investigate");
    store::RecordDraft change;
    change.edits.push_back(test::edit(handler->policy(), "person.phone", "13900000001"));
    REQUIRE(handler->amend(id, change));
  }
  world.close();
  world.open();
  const store::Pin pin = world.enter("lin", "handler", "investigate")->seen();
  world.close();
  replace_folder(old, store);
  world.open();  // nothing on the disk itself can tell
  auto refused =
      store::Session::enter(world.vault(), world.who("lin"), {"handler", "investigate", pin});
  REQUIRE(!refused);
  CHECK(refused.error().code == Code::Corrupt);
  CHECK(refused.error().message.find("rolled back") != std::string::npos);
  // Who never saw the later state cannot know; SECURITY.md says so.
  CHECK(store::Session::enter(world.vault(), world.who("zhao"), {"caseworker", "assist", {}}));
}

TEST_CASE("entries after the last checkpoint are reported as an unanchored tail",
          "[.][hostile][disk]") {
  test::World world;
  const store::RecordId id = written(world, 1);
  world.close();
  world.open();
  const fs::path copy = world.folder() / "copy";
  // The copy is taken before the timer signs: the checkpoint file is that of the closing before.
  fs::create_directories(copy);
  fs::copy_file(store::checkpoint_path(world.places().store), copy / "checkpoint");
  auto handler = world.enter("lin", "handler", "investigate");
  for (int i = 0; i < 3; ++i) REQUIRE(handler->read(id, {}));
  auto reader = store::open_rocksdb_readonly(world.places().store);
  REQUIRE(reader);
  auto snapshot = (*reader)->snapshot();
  REQUIRE(snapshot);
  auto row = (*snapshot)->get(store::store_row_key());
  REQUIRE(row);
  auto known = store::decode_store_row(*row);
  REQUIRE(known);
  auto key = crypto::NoteKey::parse(known->log_vkey);
  REQUIRE(key);
  const Bytes note = content_of(copy / "checkpoint");
  auto report = store::verify_log(**snapshot, {*key, std::string(text_of(note)), std::nullopt});
  REQUIRE(report);
  CHECK(report->ok());
  CHECK(report->unanchored_tail >= 4);  // the opening and three readings
  CHECK(report->anchored_size + report->unanchored_tail == report->present);
}

TEST_CASE("a second opening of a store is refused and harms nothing", "[store][disk]") {
  test::World world;
  const store::RecordId id = written(world, 1);
  auto second = store::open_store(world.places());
  REQUIRE(!second);
  CHECK(second.error().code == Code::Unavailable);
  CHECK(version_of(world, id) == 2);
}
