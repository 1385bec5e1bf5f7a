// What a begun write is worth to one who never commits it, and to whom a ticket is worth anything.
#include <catch2/catch.hpp>

#include "store/rows.h"
#include "store/vault_inside.h"
#include "tests/store/bare_session.h"

namespace veil::test {
namespace {

const store::Want kAll;

store::RecordDraft phone(const BareSession& session, const std::string& number) {
  store::RecordDraft out;
  out.edits.push_back(test::edit(session.inside.policy, "person.phone", number));
  return out;
}

// All sections on disk, those of the host too.
struct StoredSection {
  store::RecordId record;
  store::DirectoryEntry entry;
  Hash salt{};
  Bytes bytes;
};
std::vector<StoredSection> sections_in(test::World& world) {
  std::vector<StoredSection> out;
  auto snapshot = world.vault().inside().engine->snapshot();
  REQUIRE(snapshot);
  const auto visit = [&](BytesView key, BytesView row) {
    store::RecordId id;
    std::copy(key.begin() + 1, key.end(), id.bytes.begin());
    const auto parts = store::parse_record(row);
    REQUIRE(parts);
    for (const store::DirectoryEntry& entry : parts->head.directory) {
      out.push_back({id, entry, parts->head.salt(entry.section_version)->salt,
                     to_bytes(parts->section(entry))});
    }
    return true;
  };
  REQUIRE((*snapshot)->scan(store::record_rows(), {}, visit));
  const auto history = [&](BytesView key, BytesView row) {
    store::RecordId id;
    std::copy(key.begin() + 1, key.begin() + 17, id.bytes.begin());
    auto old = store::decode_history_row(row);
    REQUIRE(old);
    out.push_back({id, old->entry, old->salt.salt, std::move(old->bytes)});
    return true;
  };
  REQUIRE((*snapshot)->scan(store::history_rows(), {}, history));
  return out;
}

// The keys that could stand in for the compartment's: each that the session holds and, where the
// section was written blind, what is boxed to the pair that comes of it.
std::vector<crypto::Key> keys_for(const BareSession& session, const StoredSection& one,
                                  const store::SectionPlace& place) {
  std::vector<crypto::Key> out;
  for (const auto& [name, key] : session.inside.keys) {
    out.push_back(key.clone());
    if (!one.entry.blind) continue;
    ByteReader reader(one.bytes);
    auto boxed = crypto::unbox_key(store::compartment_pair(key, name.first, name.second),
                                   reader.array<32>(), store::blind_context(place));
    if (boxed) out.push_back(std::move(*boxed));
  }
  return out;
}

// How many stored sections open with these shares and any of the session's keys.
std::size_t opened(const BareSession& session, const std::vector<StoredSection>& sections,
                   const std::vector<const crypto::Key*>& shares) {
  std::size_t count = 0;
  for (const StoredSection& one : sections) {
    const store::SectionPlace place = {session.inside.store,      one.record,
                                       one.entry.compartment,     one.entry.epoch,
                                       one.entry.section_version, one.salt};
    bool opens = false;
    for (const crypto::Key& key : keys_for(session, one, place)) {
      for (const crypto::Key* share : shares) {
        const store::SectionKeys keys = store::section_keys(key, *share, place);
        const std::size_t prefix = one.entry.blind ? 32 : 0;
        opens = opens || store::OpenSection::open(one.bytes, keys, one.entry.digest, prefix);
      }
    }
    if (opens) ++count;
  }
  return count;
}

std::vector<const crypto::Key*> shares_of(const std::vector<store::Ticket>& tickets) {
  std::vector<const crypto::Key*> out;
  for (const store::Ticket& ticket : tickets) {
    for (const store::CompartmentShare& share : ticket.shares) out.push_back(&share.share);
  }
  return out;
}

// The classes that a handler writes for this purpose.
std::vector<redact::ClassId> writable(const BareSession& session) {
  std::vector<redact::ClassId> out =
      session.inside.policy.purpose(session.inside.opening.purpose)->classes;
  const redact::ClassId staff = session.inside.policy.schema().field("case.assigned")->cls;
  std::erase_if(
      out, [&](redact::ClassId cls) { return cls == staff || !session.inside.holds_full(cls); });
  return out;
}

void refused(const Result<std::vector<std::uint64_t>>& answer, Code code) {
  REQUIRE(!answer);
  CHECK(answer.error().code == code);
}

std::uint64_t version_of(test::World& world, const store::RecordId& id) {
  auto handler = world.enter("lin", "handler", "investigate");
  auto view = handler->read(id, kAll);
  REQUIRE(view);
  return view->view.record_version;
}

}  // namespace

TEST_CASE("a write that was begun and dropped opens nothing", "[store][ticket]") {
  test::World world;
  const store::RecordId id = stored_case(world);
  stored_case(world, "李小红");
  BareSession session(world.vault(), world.who("lin"), "handler", "investigate");
  {
    // So that there is history, and a section of a version that is not the first.
    auto begun = session.begin(id, phone(session, "13900000001"));
    REQUIRE(begun);
    REQUIRE(session.commit(session.sealed(std::move(*begun))));
  }
  std::vector<store::Ticket> tickets;
  for (int i = 0; i < 3; ++i) {
    store::BeginRequest request;
    request.items.push_back({id, std::nullopt, crypto::random_array<32>(), writable(session)});
    request.reason = "核对被害人现住址是否安全";
    auto begun = session.inside.vault.begin(session.inside.token, request);
    if (!begun) FAIL(begun.error().message);
    tickets.push_back(std::move(begun->front()));
    REQUIRE(tickets.back().shares.size() >= 10);
  }
  const auto before = sections_in(world);
  REQUIRE(before.size() > 40);
  CHECK(opened(session, before, shares_of(tickets)) == 0);

  // Nor what others write later, as the very version that the tickets are for.
  auto other = world.enter("lin", "handler", "investigate");
  store::RecordDraft change;
  change.edits.push_back(test::edit(other->policy(), "person.phone", "13900000002"));
  change.edits.push_back(test::edit(other->policy(), "case.loss", "9000"));
  CHECK(other->amend(id, change).value() == tickets.front().record_version);
  const auto after = sections_in(world);
  REQUIRE(after.size() > before.size());
  CHECK(opened(session, after, shares_of(tickets)) == 0);

  // A reading, which is logged, gives shares that do open them: the trial above can succeed.
  auto answer = session.read(id);
  REQUIRE(answer);
  std::vector<const crypto::Key*> shares;
  for (const store::ReleasedShare& share : answer->shares) shares.push_back(&share.share);
  const std::size_t open = opened(session, after, shares);
  CHECK(open == shares.size());
  CHECK(open > 10);
}

TEST_CASE("a ticket is spent by its first commit, whatever comes of it", "[store][ticket]") {
  test::World world;
  const store::RecordId id = stored_case(world);
  BareSession session(world.vault(), world.who("lin"), "handler", "investigate");
  auto begun = session.begin(id, phone(session, "13900000001"));
  REQUIRE(begun);
  const store::CommitRequest request = session.sealed(std::move(*begun));
  SECTION("one that succeeded") {
    CHECK(session.commit(request).value() == std::vector<std::uint64_t>{2});
    refused(session.commit(request), Code::Conflict);
    CHECK(version_of(world, id) == 2);
  }
  SECTION("one that was malformed") {
    store::CommitRequest damaged = request;
    damaged.items[0].sections[0].bytes.back() ^= 1U;
    damaged.items[0].sections.pop_back();
    refused(session.commit(damaged), Code::InvalidArgument);
    refused(session.commit(request), Code::Conflict);
    CHECK(version_of(world, id) == 1);
  }
  SECTION("one whose signature did not fit") {
    store::CommitRequest unsigned_one = request;
    unsigned_one.signature[5] ^= 1U;
    refused(session.commit(unsigned_one), Code::Denied);
    refused(session.commit(request), Code::Conflict);
    CHECK(version_of(world, id) == 1);
  }
  SECTION("one that came second") {
    auto other = session.begin(id, phone(session, "13900000002"));
    REQUIRE(other);
    CHECK(session.commit(session.sealed(std::move(*other))));
    refused(session.commit(request), Code::Conflict);
    refused(session.commit(request), Code::Conflict);
    CHECK(version_of(world, id) == 2);
  }
  SECTION("one that names it twice") {
    store::CommitRequest twice = request;
    twice.items.push_back(request.items[0]);
    refused(session.commit(twice), Code::Conflict);
    refused(session.commit(request), Code::Conflict);
    CHECK(version_of(world, id) == 1);
  }
}

TEST_CASE("a ticket is worth nothing to another session, or after the session has ended",
          "[store][ticket]") {
  test::World world;
  const store::RecordId id = stored_case(world);
  BareSession owner(world.vault(), world.who("lin"), "handler", "investigate");
  BareSession other(world.vault(), world.who("lin"), "handler", "investigate");
  auto begun = owner.begin(id, phone(owner, "13900000001"));
  REQUIRE(begun);
  const store::CommitRequest request = owner.sealed(std::move(*begun));
  refused(other.commit(request), Code::Conflict);
  CHECK(version_of(world, id) == 1);
  SECTION("the owner can still use it") {
    CHECK(owner.commit(request).value() == std::vector<std::uint64_t>{2});
  }
  SECTION("the owner has left") {
    world.vault().leave(owner.inside.token);
    refused(owner.commit(request), Code::Denied);
    refused(other.commit(request), Code::Conflict);
    CHECK(version_of(world, id) == 1);
  }
}

TEST_CASE("a ticket does not outlive the opening of its store", "[store][ticket]") {
  test::World world;
  const store::RecordId id = stored_case(world);
  store::CommitRequest request;
  {
    BareSession session(world.vault(), world.who("lin"), "handler", "investigate");
    auto begun = session.begin(id, phone(session, "13900000001"));
    REQUIRE(begun);
    request = session.sealed(std::move(*begun));
  }
  world.close();
  world.open();
  BareSession later(world.vault(), world.who("lin"), "handler", "investigate");
  refused(later.commit(request), Code::Conflict);
  CHECK(version_of(world, id) == 1);
}

TEST_CASE("a batch with one bad ticket writes nothing", "[store][ticket]") {
  test::World world;
  const store::RecordId a = stored_case(world);
  const store::RecordId b = stored_case(world);
  BareSession session(world.vault(), world.who("lin"), "handler", "investigate");
  std::vector<BareSession::Begun> begun;
  for (const store::RecordId& id : {a, b}) {
    auto one = session.begin(id, phone(session, "13900000001"));
    REQUIRE(one);
    begun.push_back(std::move(*one));
  }
  const store::CommitRequest request = session.sealed(std::move(begun));
  SECTION("of which another commit came first") {
    auto stale = session.begin(b, phone(session, "13900000002"));
    REQUIRE(stale);
    CHECK(session.commit(session.sealed(std::move(*stale))));
    refused(session.commit(request), Code::Conflict);
    CHECK(version_of(world, a) == 1);
    CHECK(version_of(world, b) == 2);
  }
  SECTION("that does not exist") {
    store::CommitRequest forged = request;
    forged.items[1].ticket = crypto::random_array<16>();
    refused(session.commit(forged), Code::Conflict);
    CHECK(version_of(world, a) == 1);
    CHECK(version_of(world, b) == 1);
  }
  SECTION("with all of them good it writes all") {
    CHECK(session.commit(request).value() == std::vector<std::uint64_t>{2, 2});
  }
}

}  // namespace veil::test
