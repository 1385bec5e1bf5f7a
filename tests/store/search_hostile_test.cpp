// Search in hostile hands: a disk that alters the index, and writers who name what is not theirs.
#include <catch2/catch.hpp>

#include "store/check.h"
#include "store/engine/memory_engine.h"
#include "store/engine/rocksdb_engine.h"
#include "store/listing.h"
#include "store/rows.h"
#include "store/vault_inside.h"
#include "tests/store/bare_session.h"
#include "tests/store/world.h"

using namespace veil;
using test::edit;
using test::World;

namespace {

using Rows = std::map<Bytes, Bytes>;

Rows rows_of(const store::Engine& engine) {
  Rows out;
  auto snapshot = engine.snapshot();
  REQUIRE(snapshot);
  REQUIRE((*snapshot)->scan({}, {}, [&](BytesView key, BytesView value) {
    out[to_bytes(key)] = to_bytes(value);
    return true;
  }));
  return out;
}

std::vector<Bytes> keys_below(const Rows& rows, const Bytes& prefix) {
  std::vector<Bytes> out;
  for (const auto& [key, value] : rows) {
    if (std::equal(prefix.begin(), prefix.end(), key.begin())) out.push_back(key);
  }
  return out;
}

const std::string kPhone = "13800138000";

store::RecordId make(World& world, const std::string& phone) {
  auto session = world.enter("lin", "intake", "intake");
  store::RecordDraft draft;
  draft.edits.push_back(edit(session->policy(), "person.phone", phone));
  draft.facts.assigned = {test::number_of(*session, "lin"), test::number_of(*session, "zhao")};
  auto id = session->create(draft);
  if (!id) FAIL(id.error().message);
  return *id;
}

// Three records with one telephone, a fourth that had it before, and everything an attacker may do
// to the rows of their store.
class Disk {
 public:
  Disk() {
    for (auto& id : ids_) id = make(world_, kPhone);
    before_ = read();
    auto handler = world_.enter("lin", "handler", "assist");
    store::RecordDraft change;
    change.edits.push_back(edit(handler->policy(), "person.phone", "13900139000"));
    REQUIRE(handler->amend(ids_[3], change));
    handler.reset();
    search(world_.vault());
    rows_ = read();
    REQUIRE(keys_below(rows_, store::posting_rows()).size() == 5);
    REQUIRE(keys_below(rows_, store::search_count_rows()).size() == 1);
  }

  const Rows& rows() const { return rows_; }
  const Rows& before() const { return before_; }
  std::vector<Bytes> postings() const { return keys_below(rows_, store::posting_rows()); }
  const store::RecordId& id(std::size_t i) const { return ids_.at(i); }

  struct Seen {
    std::optional<Error> search;  // what a search said, if it failed
    std::size_t found = 0;
    std::vector<std::string> findings;
  };
  // What people notice of a store that was altered.
  Seen examine(const Rows& rows) {
    auto engine = store::open_memory();
    store::Batch batch;
    for (const auto& [key, value] : rows) batch.push_back({key, value});
    REQUIRE(engine->commit(batch, {}));
    auto keys = store::read_host_keys(world_.places().host_keys, {});
    REQUIRE(keys);
    auto erasure = store::ErasureKeys::open(store::erasure_path(world_.places().host_keys),
                                            keys->section, keys->store);
    REQUIRE(erasure);
    const auto checkpoint = world_.folder() / "scratch-checkpoint";
    std::filesystem::copy_file(store::checkpoint_path(world_.places().store), checkpoint,
                               std::filesystem::copy_options::overwrite_existing);
    auto vault = store::Vault::open({std::move(engine), checkpoint, std::move(*keys),
                                     std::make_unique<store::ErasureKeys>(std::move(*erasure)),
                                     [this] { return world_.now; }, "test"});
    if (!vault) FAIL(vault.error().message);
    Seen out;
    // First the check, which sees the store as it was altered; a search moves the count.
    auto report = store::check_store(**vault);
    REQUIRE(report);
    for (const auto& finding : report->findings) out.findings.push_back(finding.what);
    auto page = search(**vault);
    if (page) {
      out.found = page->records.size();
    } else {
      out.search = page.error();
    }
    return out;
  }

 private:
  Result<store::SearchPage> search(store::Vault& vault) {
    auto session = store::Session::enter(vault, world_.who("lin"), {"intake", "intake", {}});
    REQUIRE(session);
    const redact::Field* field = (*session)->policy().schema().field("person.phone");
    return (*session)->search(field->id, redact::Value(kPhone));
  }
  Rows read() { return rows_of(*world_.vault().inside().engine); }

  World world_;
  std::array<store::RecordId, 4> ids_;
  Rows rows_;
  Rows before_;
};

void require_found(const Disk::Seen& seen, const std::string& what) {
  INFO((seen.findings.empty() ? std::string("nothing was found") : seen.findings.front()));
  CHECK(std::any_of(seen.findings.begin(), seen.findings.end(), [&](const std::string& finding) {
    return finding.find(what) != std::string::npos;
  }));
}

}  // namespace

TEST_CASE("a disk that alters the index is found out", "[store][search][hostile-index]") {
  Disk disk;
  {
    const auto untouched = disk.examine(disk.rows());
    CHECK(untouched.findings.empty());
    CHECK_FALSE(untouched.search);
    CHECK(untouched.found == 3);
  }
  SECTION("a posting altered, cut, lengthened or emptied") {
    std::size_t stopped = 0;
    for (const Bytes& key : disk.postings()) {
      for (int change = 0; change < 4; ++change) {
        Rows rows = disk.rows();
        Bytes& row = rows[key];
        if (change == 0) row[row.size() / 2] ^= 1U;
        if (change == 1) row.pop_back();
        if (change == 2) row.push_back(0);
        if (change == 3) row.clear();
        const auto seen = disk.examine(rows);
        require_found(seen, "a posting was altered, or is another place's");
        if (seen.search) {
          ++stopped;
          CHECK(seen.search->code == Code::Corrupt);
        } else {
          CHECK(seen.found == 3);  // it was the other telephone's
        }
      }
    }
    CHECK(stopped == 16);
  }
  SECTION("a posting dropped") {
    for (const Bytes& key : disk.postings()) {
      Rows rows = disk.rows();
      rows.erase(key);
      require_found(disk.examine(rows), "is missing");
    }
  }
  SECTION("postings exchanged or copied to another place") {
    const auto keys = disk.postings();
    for (std::size_t i = 0; i + 1 < keys.size(); ++i) {
      Rows rows = disk.rows();
      std::swap(rows[keys[i]], rows[keys[i + 1]]);
      require_found(disk.examine(rows), "a posting was altered, or is another place's");
    }
    Rows rows = disk.rows();
    Bytes elsewhere = keys.front();
    elsewhere.back() ^= 1U;
    rows[elsewhere] = rows[keys.front()];
    require_found(disk.examine(rows), "a posting was altered, or is another place's");
    rows = disk.rows();
    rows[{'i', 1}] = rows[keys.front()];
    require_found(disk.examine(rows), "its key is malformed");
  }
  SECTION("a posting put back that its record has left") {
    std::size_t put_back = 0;
    for (const Bytes& key : disk.postings()) {
      const auto old = disk.before().find(key);
      if (old == disk.before().end() || old->second == disk.rows().at(key)) continue;
      ++put_back;
      Rows rows = disk.rows();
      rows[key] = old->second;
      const auto seen = disk.examine(rows);
      require_found(seen, "was put back, taken away, or is another's");
      REQUIRE(seen.search);
      CHECK(seen.search->code == Code::Corrupt);
      CHECK(seen.search->message.find("that the record does not list") != std::string::npos);
    }
    CHECK(put_back == 1);
  }
  SECTION("a count of searches altered, exchanged or dropped") {
    const Bytes key = keys_below(disk.rows(), store::search_count_rows()).front();
    Rows rows = disk.rows();
    rows[key].back() ^= 1U;
    auto seen = disk.examine(rows);
    require_found(seen, "a count of searches was altered");
    REQUIRE(seen.search);
    CHECK(seen.search->code == Code::Corrupt);
    rows = disk.rows();
    Bytes elsewhere = key;
    elsewhere.back() ^= 1U;
    rows[elsewhere] = rows[key];
    require_found(disk.examine(rows), "nobody's");
    // Dropped, it is as if she had not searched: the log says that she did.
    rows = disk.rows();
    rows.erase(key);
    CHECK(disk.examine(rows).found == 3);
  }
}

TEST_CASE("a record that is altered in its listing is noticed as any record",
          "[store][search][hostile-index]") {
  Disk disk;
  const Bytes key = store::record_row_key(disk.id(0));
  const Bytes other = store::record_row_key(disk.id(1));
  const auto listing_of = [](const Bytes& record) {
    auto parts = store::parse_record(record);
    REQUIRE(parts);
    for (const auto& entry : parts->head.directory) {
      if (entry.compartment == store::kListingCompartment) {
        return std::pair(parts->head_bytes.size() + entry.offset, std::size_t{entry.length});
      }
    }
    FAIL("the record has no listing");
    return std::pair(std::size_t{0}, std::size_t{0});
  };
  const auto [at, size] = listing_of(disk.rows().at(key));
  const auto [from, other_size] = listing_of(disk.rows().at(other));
  REQUIRE(size == other_size);
  Rows rows = disk.rows();
  std::copy_n(rows[other].begin() + static_cast<std::ptrdiff_t>(from), size,
              rows[key].begin() + static_cast<std::ptrdiff_t>(at));
  auto seen = disk.examine(rows);
  require_found(seen, "its list of postings was altered");
  REQUIRE(seen.search);
  CHECK(seen.search->code == Code::Corrupt);
  for (std::size_t i = 0; i < size; i += 7) {
    rows = disk.rows();
    rows[key][at + i] ^= 1U;
    require_found(disk.examine(rows), "its list of postings was altered");
  }
}

namespace {

// What a session of one's own can say in a commit: every place and token.
struct Writer {
  explicit Writer(World& world, const std::string& person, const std::string& role,
                  const std::string& purpose)
      : bare(world.vault(), world.who(person), role, purpose) {}

  const redact::Field& field(const std::string& name) const {
    return *bare.inside.policy.schema().field(std::string_view(name));
  }
  // Commits `draft` with the index that `say` makes of the honest one.
  template <class Say>
  Result<std::vector<std::uint64_t>> commit(const std::optional<store::RecordId>& id,
                                            const store::RecordDraft& draft, const Say& say) {
    auto begun = bare.begin(id, draft);
    if (!begun) return fail(begun.error());
    auto request = bare.sealed(std::move(*begun));
    say(request.items.front().index);
    return bare.commit(std::move(request));
  }

  test::BareSession bare;
};

using Index = std::vector<store::IndexEdit>;

}  // namespace

TEST_CASE("a writer indexes only what she writes", "[store][search][hostile-index]") {
  World world;
  const auto victim = make(world, kPhone);
  Writer handler(world, "lin", "handler", "assist");
  const redact::FieldId phone = handler.field("person.phone").id;
  const redact::FieldId number = handler.field("case.no").id;
  const redact::FieldId name = handler.field("person.name").id;
  store::RecordDraft draft;
  draft.edits.push_back(edit(handler.bare.inside.policy, "person.name", "欧阳桂兰"));
  const Hash token{7};
  const auto refused = [&](const Index& index) {
    auto done = handler.commit(victim, draft, [&](Index& said) { said = index; });
    REQUIRE_FALSE(done);
    CHECK(done.error().code == Code::InvalidArgument);
    return done.error().message;
  };
  CHECK(refused({{0, number, token}}) == "commit: it indexes what it does not write");
  CHECK(refused({{0, name, token}}) == "commit: it indexes a field that has no index");
  CHECK(refused({{0, 999, token}}) == "commit: it indexes a field that has no index");
  CHECK(refused({{1, phone, token}}) == "commit: it indexes a row that is not there");
  CHECK(refused({{0, phone, token}, {0, phone, token}}) == "commit: its index is out of order");
  CHECK(refused({{0, phone, token}, {0, number, token}}) == "commit: its index is out of order");
  // Nothing of it changed anything.
  auto report = store::check_store(world.vault());
  REQUIRE(report);
  CHECK(report->findings.empty());
  CHECK(report->postings == 1);
  // What nobody can prevent: another token for a value of her own. The next honest write mends it.
  REQUIRE(handler.commit(victim, draft, [&](Index& said) { said = {{0, phone, token}}; }));
  auto session = world.enter("lin", "intake", "intake");
  auto page = session->search(phone, redact::Value(kPhone));
  REQUIRE(page);
  CHECK(page->records.empty());
  store::RecordDraft honest;
  honest.edits.push_back(edit(handler.bare.inside.policy, "person.phone", kPhone));
  REQUIRE(handler.commit(victim, honest, [](Index&) {}));
  page = session->search(phone, redact::Value(kPhone));
  REQUIRE(page);
  CHECK(page->records.size() == 1);
}

TEST_CASE("who writes blind indexes only rows of her own", "[store][search][hostile-index]") {
  std::string policy = test::demo_policy();
  const auto change = [&](const std::string& from, const std::string& to) {
    const auto at = policy.find(from);
    REQUIRE(at != std::string::npos);
    policy.replace(at, from.size(), to);
  };
  change(R"(class = "minor", type = "name", veiled = "surname", known = "child" })",
         R"(class = "minor", type = "name", veiled = "surname", known = "child", index = true })");
  change(R"(fields = ["case.no", "person.cn_id", "person.phone"])",
         R"(fields = ["case.no", "person.cn_id", "person.phone", "minor.name"])");
  World world(policy);
  const auto id = make(world, kPhone);
  Writer handler(world, "lin", "handler", "assist");
  const redact::FieldId name = handler.field("minor.name").id;
  store::RecordDraft first;
  first.edits.push_back(edit(handler.bare.inside.policy, "minor.name", "欧阳小雨", store::kNewRow));
  REQUIRE(handler.commit(id, first, [](Index& index) { REQUIRE(index.size() == 1); }));
  // The caseworker adds a child, and can neither overwrite nor clear what the first one's says.
  Writer caseworker(world, "zhao", "caseworker", "assist");
  store::RecordDraft second;
  second.edits.push_back(
      edit(handler.bare.inside.policy, "minor.name", "欧阳知夏", store::kNewRow));
  for (const auto& token : {std::optional<Hash>(Hash{7}), std::optional<Hash>()}) {
    auto done = caseworker.commit(id, second, [&](Index& index) {
      REQUIRE(index.size() == 1);
      CHECK(index.front().row == 2);
      index.insert(index.begin(), {1, name, token});
    });
    REQUIRE_FALSE(done);
    CHECK(done.error().message == "commit: who cannot read cannot index what is there");
  }
  REQUIRE(caseworker.commit(id, second, [](Index&) {}));
  auto session = world.enter("lin", "intake", "intake");
  for (const char* child : {"欧阳小雨", "欧阳 知夏"}) {
    auto page = session->search(name, redact::Value(std::string(child)));
    REQUIRE(page);
    CHECK(page->records.size() == 1);
  }
  // A row that is taken away is not found any more.
  store::RecordDraft gone;
  gone.removed_rows.emplace_back(handler.bare.inside.policy.schema().entity("minor")->id, 1);
  auto removed = world.enter("lin", "handler", "assist")->amend(id, gone, "registered twice");
  if (!removed) FAIL(removed.error().message);
  auto page = session->search(name, redact::Value(std::string("欧阳小雨")));
  REQUIRE(page);
  CHECK(page->records.empty());
  auto report = store::check_store(world.vault());
  REQUIRE(report);
  for (const auto& finding : report->findings) FAIL_CHECK(finding.what);
}
