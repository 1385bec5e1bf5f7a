// If the log cannot be written, nothing is answered, by whatever way one comes.
#include <catch2/catch.hpp>

#include "store/check.h"
#include "store/engine/memory_engine.h"
#include "store/engine/rocksdb_engine.h"
#include "store/log/rows.h"
#include "tests/store/bare_session.h"

namespace veil::test {
namespace {

enum class Fault {
  none,
  refuse,         // an error, nothing applied
  lose,           // the answer is lost, and so is the commit
  lose_and_hide,  // the same, and nothing can be read back
};

// Passes everything on to an engine that outlives it, until it is told to fail.
class Door final : public store::Engine {
 public:
  Door(store::Engine& behind, const Fault& fault) : behind_(behind), fault_(fault) {}

  Result<std::unique_ptr<store::Snapshot>> snapshot() const override {
    if (lost_) return fail(Code::Unavailable, "test engine: no snapshots");
    return behind_.snapshot();
  }
  Result<store::Outcome> commit(const store::Batch& batch,
                                std::span<const store::Condition> conditions) override {
    if (fault_ == Fault::none) return behind_.commit(batch, conditions);
    if (fault_ == Fault::refuse) return fail(Code::Unavailable, "test engine: disk full");
    lost_ = fault_ == Fault::lose_and_hide;
    return store::Outcome::unknown;
  }

 private:
  store::Engine& behind_;
  const Fault& fault_;
  bool lost_ = false;
};

// A store of three cases whose rows are in memory, so that its vault can be opened again and again.
class Kept {
 public:
  Kept() {
    {
      auto intake = world_.enter("lin", "intake", "intake");
      for (store::RecordId& id : ids) {
        auto made = intake->create(test::a_case(*intake, "欧阳桂兰"));
        if (!made) FAIL(made.error().message);
        id = *made;
      }
    }
    world_.close();
    const auto disk = store::open_rocksdb({.directory = world_.places().store});
    REQUIRE(disk);
    const auto snapshot = (*disk)->snapshot();
    REQUIRE(snapshot);
    store::Batch rows;
    REQUIRE((*snapshot)->scan({}, {}, [&](BytesView key, BytesView value) {
      rows.push_back({to_bytes(key), to_bytes(value)});
      return true;
    }));
    REQUIRE(rows_->commit(rows, {}));
  }

  std::unique_ptr<store::Vault> open() {
    auto keys = store::read_host_keys(world_.places().host_keys, {});
    REQUIRE(keys);
    auto erasure = store::ErasureKeys::open(store::erasure_path(world_.places().host_keys),
                                            keys->section, keys->store);
    REQUIRE(erasure);
    auto vault = store::Vault::open(
        {std::make_unique<Door>(*rows_, fault), store::checkpoint_path(world_.places().store),
         std::move(*keys), std::make_unique<store::ErasureKeys>(std::move(*erasure)),
         [this] { return world_.now; }, "test"});
    if (!vault) FAIL(vault.error().message);
    return std::move(*vault);
  }

  const crypto::Identity& who(const std::string& name) const { return world_.who(name); }
  std::uint64_t log_size() const {
    return store::log_rows::read_frontier(*rows_->snapshot().value()).value().frontier.size();
  }

  Fault fault = Fault::none;
  store::RecordId ids[3];

 private:
  test::World world_;
  std::unique_ptr<store::Engine> rows_ = store::open_memory();
};

struct People {
  People(Kept& kept, store::Vault& to)
      : vault(to),
        handler(to, kept.who("lin"), "handler", "investigate"),
        intake(to, kept.who("lin"), "intake", "intake"),
        auditor(to, kept.who("shen"), "auditor", "audit") {}
  store::Vault& vault;
  test::BareSession handler;
  test::BareSession intake;
  test::BareSession auditor;
};

template <class T>
Result<> plain(const Result<T>& answer) {
  if (!answer) return fail(answer.error());
  return {};
}

// Everything that a vault can be asked and answers with something of the store.
struct Way {
  const char* name;
  std::function<Result<>(Kept&, People&)> go;
  Code otherwise = Code::Unavailable;  // when nothing is wrong: Unavailable stands for success
};

Result<> write(test::BareSession& session, const std::optional<store::RecordId>& id,
               const store::RecordDraft& draft) {
  auto begun = session.begin(id, draft);
  if (!begun) return fail(begun.error());
  return plain(session.commit(session.sealed(std::move(*begun))));
}

store::RecordDraft change(const test::BareSession& session) {
  store::RecordDraft out;
  out.edits.push_back(test::edit(session.inside.policy, "person.phone", "13900000001"));
  return out;
}

const std::vector<Way>& ways() {
  using store::Session;
  static const std::vector<Way> all = {
      {"enter",
       [](Kept& kept, People& people) {
         return plain(Session::enter(people.vault, kept.who("zhao"), {"caseworker", "assist", {}}));
       }},
      {"read", [](Kept& kept, People& people) { return plain(people.handler.read(kept.ids[0])); }},
      {"read what is not there",
       [](Kept&, People& people) { return plain(people.handler.read(store::RecordId::random())); },
       Code::Denied},
      {"list",
       [](Kept&, People& people) {
         return plain(people.vault.list(people.handler.inside.token, {}));
       }},
      {"amend",
       [](Kept& kept, People& people) {
         return write(people.handler, kept.ids[1], change(people.handler));
       }},
      {"amend what is not there",
       [](Kept&, People& people) {
         return write(people.handler, store::RecordId::random(), change(people.handler));
       },
       Code::Denied},
      {"create",
       [](Kept&, People& people) {
         return write(people.intake, std::nullopt, change(people.intake));
       }},
      {"read the log",
       [](Kept&, People& people) {
         return plain(people.vault.read_log(people.auditor.inside.token, {}));
       }},
      {"read the log as no auditor",
       [](Kept&, People& people) {
         return plain(people.vault.read_log(people.handler.inside.token, {}));
       },
       Code::Denied},
      {"list the heads",
       [](Kept&, People& people) {
         return plain(people.vault.heads(people.auditor.inside.token, std::nullopt, 10));
       }},
      {"check", [](Kept&, People& people) { return plain(store::check_store(people.vault)); }},
      {"enrol",
       [](Kept& kept, People& people) {
         const store::Enrolment one{
             "new", crypto::Identity::generate().public_identity(), {"handler"}, 0};
         return store::enrol(people.vault, kept.who("head"), {one}, test::kMonday);
       }},
  };
  return all;
}

}  // namespace

TEST_CASE("if the log cannot be written, nothing is answered", "[store][unavailable]") {
  Kept kept;
  const Fault fault = GENERATE(Fault::refuse, Fault::lose, Fault::lose_and_hide);
  for (const Way& way : ways()) {
    INFO(way.name);
    CAPTURE(static_cast<int>(fault));
    const auto vault = kept.open();
    People people(kept, *vault);
    const std::uint64_t before = kept.log_size();
    kept.fault = fault;
    const auto answer = way.go(kept, people);
    REQUIRE(!answer);
    CHECK(answer.error().code == Code::Unavailable);
    CHECK(answer.error().message.find(kept.ids[0].text()) == std::string::npos);
    CHECK(kept.log_size() == before);
    // Nor by asking once more.
    const auto again = way.go(kept, people);
    REQUIRE(!again);
    CHECK(again.error().code == Code::Unavailable);
    CHECK(kept.log_size() == before);
    kept.fault = Fault::none;
  }
}

TEST_CASE("each of these ways leads to an answer, with an entry, when nothing is wrong",
          "[store][unavailable]") {
  Kept kept;
  for (const Way& way : ways()) {
    INFO(way.name);
    const auto vault = kept.open();
    People people(kept, *vault);
    const std::uint64_t before = kept.log_size();
    const auto answer = way.go(kept, people);
    if (way.otherwise == Code::Unavailable) {
      if (!answer) FAIL_CHECK(answer.error().message);
    } else {
      REQUIRE(!answer);
      CHECK(answer.error().code == way.otherwise);
    }
    CHECK(kept.log_size() > before);
  }
}

}  // namespace veil::test
