// Exact search over the whole of a store: what is found, by whom, how often, and what the log says.
#include <catch2/catch.hpp>
#include <thread>

#include "store/check.h"
#include "store/listing.h"
#include "store/rows.h"
#include "store/vault_inside.h"
#include "tests/store/bare_session.h"
#include "tests/store/world.h"

using namespace veil;
using test::edit;
using test::World;

namespace {

const std::string kIdNumber = "11010519491231002X";

redact::Value number(const std::string& text) {
  return text;
}

struct Finder {
  explicit Finder(World& world, const std::string& person = "lin",
                  const std::string& role = "intake", const std::string& purpose = "intake")
      : session(world.enter(person, role, purpose)) {}

  redact::FieldId id(const std::string& field) const {
    const redact::Field* known = session->policy().schema().field(std::string_view(field));
    REQUIRE(known != nullptr);
    return known->id;
  }
  Result<store::SearchPage> search(const std::string& field, const std::string& text,
                                   const std::string& reason = {}) const {
    return session->search(id(field), number(text), reason);
  }
  std::vector<store::RecordId> found(const std::string& field, const std::string& text) const {
    auto page = search(field, text);
    if (!page) FAIL(page.error().message);
    std::vector<store::RecordId> out;
    for (const auto& record : page->records) out.push_back(record.id);
    std::sort(out.begin(), out.end());
    return out;
  }

  std::unique_ptr<store::Session> session;
};

using Ids = std::vector<store::RecordId>;

store::RecordId make(World& world, const std::vector<std::pair<std::string, std::string>>& values) {
  auto session = world.enter("lin", "intake", "intake");
  store::RecordDraft draft;
  for (const auto& [field, text] : values) {
    draft.edits.push_back(edit(session->policy(), field, text));
  }
  draft.facts.assigned = {test::number_of(*session, "lin")};
  auto id = session->create(draft);
  if (!id) FAIL(id.error().message);
  return *id;
}

void amend(World& world, const store::RecordId& id, const std::string& field,
           const std::string& text) {
  auto session = world.enter("lin", "handler", "assist");
  store::RecordDraft draft;
  if (text.empty()) {
    draft.edits.push_back({session->policy().schema().field(std::string_view(field))->id, 0, {}});
  } else {
    draft.edits.push_back(edit(session->policy(), field, text));
  }
  auto done = session->amend(id, draft);
  if (!done) FAIL(done.error().message);
}

std::vector<store::Entry> searches_in_log(World& world) {
  auto auditor = world.enter("shen", "auditor", "audit");
  auto lines = auditor->read_log({});
  if (!lines) FAIL(lines.error().message);
  std::vector<store::Entry> out;
  for (store::LogLine& line : *lines) {
    if (line.entry.action == store::Action::search) out.push_back(std::move(line.entry));
  }
  return out;
}

void require_sound(World& world, std::uint64_t postings) {
  auto report = store::check_store(world.vault());
  if (!report) FAIL(report.error().message);
  for (const auto& finding : report->findings) FAIL_CHECK(finding.what);
  CHECK(report->ok());
  CHECK(report->postings == postings);
}

}  // namespace

TEST_CASE("an ID number is found however it is typed", "[store][search]") {
  World world;
  const auto id = make(world, {{"person.cn_id", kIdNumber}, {"case.no", "京检救助〔2026〕17号"}});
  make(world, {{"person.cn_id", "110105198907021248"}, {"case.no", "京检救助〔2026〕18号"}});
  const Finder finder(world);
  for (const char* typed : {"11010519491231002X", "１１０１０５１９４９１２３１００２ｘ",
                            "110105 19491231 002x", "110105491231002"}) {
    CAPTURE(typed);
    CHECK(finder.found("person.cn_id", typed) == Ids{id});
  }
  CHECK(finder.found("case.no", "京检救助（2026）17号") == Ids{id});
  CHECK(finder.found("person.cn_id", "110105194912310011").empty());
  CHECK(finder.found("person.phone", "13800138000").empty());
  // A number of one field is no number of another.
  CHECK(finder.found("case.no", kIdNumber).empty());
  require_sound(world, 4);
}

TEST_CASE("an answer holds what the policy shows and no more", "[store][search]") {
  World world;
  make(world, {{"person.cn_id", kIdNumber}, {"person.name", "欧阳桂兰"}, {"case.no", "17"}});
  const Finder finder(world);
  auto page = finder.search("person.cn_id", kIdNumber);
  REQUIRE(page);
  REQUIRE(page->records.size() == 1);
  const redact::View& view = page->records.front().view;
  REQUIRE(view.cells.size() == 1);
  CHECK(test::shown(*finder.session, view, "case.no") == "17");
  CHECK(test::shown(*finder.session, view, "person.name") == "[absent]");
  CHECK(page->left == 59);

  // Nor do the messages: only the shares of the class that is shown.
  test::BareSession bare(world.vault(), world.who("lin"), "intake", "intake");
  const redact::FieldId field = finder.id("person.cn_id");
  auto answer = world.vault().search(
      bare.inside.token,
      {field, store::inner_token(bare.inside.index_keys.at(field), field, kIdNumber), {}});
  REQUIRE(answer);
  REQUIRE(answer->records.size() == 1);
  auto parts = store::parse_record(answer->records.front().record);
  REQUIRE(parts);
  const redact::ClassId op = finder.session->policy().schema().cls("op")->id;
  CHECK(answer->records.front().shares.size() == 1);
  for (const store::ReleasedShare& share : answer->records.front().shares) {
    CHECK(redact::class_of(parts->head.directory[share.entry].compartment) == op);
  }
  REQUIRE(answer->records.front().decision.classes.size() == 1);
  CHECK(answer->records.front().decision.classes.front().cls == op);
}

TEST_CASE("what changes or goes is not found any more", "[store][search]") {
  World world;
  const auto a = make(world, {{"person.phone", "13800138000"}});
  const auto b = make(world, {{"person.phone", "+86 138-0013-8000"}});
  const auto c = make(world, {{"person.phone", "13800138000"}});
  const auto found = [&](const std::string& text) {
    return Finder(world).found("person.phone", text);
  };
  Ids all = {a, b, c};
  std::sort(all.begin(), all.end());
  CHECK(found("13800138000") == all);
  amend(world, b, "person.phone", "13900139000");
  CHECK(found("13900139000") == Ids{b});
  all = {std::min(a, c), std::max(a, c)};
  CHECK(found("13800138000") == all);
  amend(world, a, "person.phone", "");
  amend(world, c, "person.phone", "不详");
  CHECK(found("13800138000").empty());
  require_sound(world, 4);
  amend(world, b, "person.phone", "13800138000");
  CHECK(found("13800138000") == Ids{b});
  CHECK(found("13900139000").empty());
  require_sound(world, 5);
  // The same value again, in other words, moves nothing.
  amend(world, b, "person.phone", "0086 13800138000");
  require_sound(world, 5);
  world.close();
  world.open();
  CHECK(found("13800138000") == Ids{b});
}

TEST_CASE("merging and other changes leave postings where they are", "[store][search]") {
  World world;
  const auto id = make(world, {{"person.cn_id", kIdNumber}, {"person.phone", "13800138000"}});
  for (int i = 0; i < 12; ++i)
    amend(world, id, "person.name", "欧阳" + std::string(i % 2 ? "甲" : "乙"));
  const Finder finder(world);
  CHECK(finder.found("person.cn_id", kIdNumber) == Ids{id});
  require_sound(world, 2);
}

TEST_CASE("who is kept out of a record does not find it", "[store][search]") {
  World world;
  const auto id = make(world, {{"person.cn_id", kIdNumber}});
  const auto open = make(world, {{"person.cn_id", kIdNumber}});
  {
    auto head = world.enter("head", "supervisor", "manage");
    store::RecordDraft change;
    change.facts.conflicts = {test::number_of(*head, "lin")};
    REQUIRE(head->amend(id, change));
  }
  const Finder finder(world);
  CHECK(finder.found("person.cn_id", kIdNumber) == Ids{open});
  {
    auto head = world.enter("head", "supervisor", "manage");
    store::RecordDraft change;
    change.facts.conflicts = {test::number_of(*head, "lin")};
    REQUIRE(head->amend(open, change));
  }
  // The same answer and the same entry as for a number that nobody has.
  auto none = finder.search("person.cn_id", kIdNumber);
  auto unknown = finder.search("person.cn_id", "110105198907021248");
  REQUIRE(none);
  REQUIRE(unknown);
  CHECK(none->records.empty());
  CHECK_FALSE(none->more);
  const auto log = searches_in_log(world);
  REQUIRE(log.size() == 3);
  store::Entry kept_out = log[1];
  store::Entry not_there = log[2];
  CHECK(kept_out.subject != not_there.subject);
  kept_out.subject = not_there.subject = {};
  kept_out.time_ms = not_there.time_ms = 0;
  CHECK(kept_out == not_there);
}

TEST_CASE("every search is in the log with a digest", "[store][search]") {
  World world;
  const auto id = make(world, {{"person.cn_id", kIdNumber}});
  {
    const Finder finder(world);
    finder.found("person.cn_id", kIdNumber);
    finder.found("person.cn_id", "１１０１０５１９４９１２３１００２ｘ");
    REQUIRE(finder.search("person.phone", "13800138000", "same voice as last week"));
    const Finder handler(world, "lin", "handler", "assist");
    auto refused = handler.search("person.cn_id", kIdNumber);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::Denied);
    CHECK_FALSE(handler.search("person.name", "欧阳桂兰"));
    // What has no normal form is nobody's number: nothing was asked of the vault.
    auto odd = finder.session->search(finder.id("person.cn_id"), redact::Unknown{});
    REQUIRE_FALSE(odd);
    CHECK(odd.error().code == Code::InvalidArgument);
  }
  const auto log = searches_in_log(world);
  REQUIRE(log.size() == 5);
  CHECK(log[0].records == Ids{id});
  CHECK(log[0].outcome == store::EntryOutcome::given);
  REQUIRE(store::decode_search_subject(log[0].subject));
  const Finder names(world);
  CHECK(store::decode_search_subject(log[0].subject)->field == names.id("person.cn_id"));
  CHECK(log[0].subject == log[1].subject);
  CHECK(log[2].records.empty());
  CHECK(log[2].reason == "same voice as last week");
  CHECK(log[3].outcome == store::EntryOutcome::refused);
  CHECK(log[3].records.empty());
  for (const store::Entry& entry : log) {
    const std::string all(text_of(store::encode_entry(entry)));
    for (const char* value : {"11010519491231002", "13800138000", "桂兰"}) {
      CHECK(all.find(value) == std::string::npos);
    }
  }
}

TEST_CASE("a person searches as often as the policy says in a day", "[store][search]") {
  World world;
  const auto id = make(world, {{"person.phone", "13800138000"}});
  std::uint64_t day_ms = 24ULL * 60 * 60 * 1000;
  const auto try_once = [&] { return Finder(world).search("person.phone", "13800138000"); };
  {
    const Finder finder(world);
    for (unsigned i = 0; i < 59; ++i) {
      auto page = finder.search(i % 2 == 0 ? "person.phone" : "case.no", "13800138000");
      REQUIRE(page);
      CHECK(page->left == 59 - i);
    }
  }
  // Refused searches do not count; closing the store does not begin anew.
  CHECK_FALSE(Finder(world, "lin", "handler", "assist").search("person.phone", "13800138000"));
  world.close();
  world.open();
  REQUIRE(try_once());
  auto over = try_once();
  REQUIRE_FALSE(over);
  CHECK(over.error().code == Code::Denied);
  CHECK(over.error().message.find("60 searches a day") != std::string::npos);
  CHECK(searches_in_log(world).back().outcome == store::EntryOutcome::refused);
  // Monday 10:00: the day ends at midnight of the policy's zone.
  world.now += 46'800'000;
  CHECK_FALSE(try_once());
  world.now += 3'600'000;
  CHECK(Finder(world).found("person.phone", "13800138000") == Ids{id});
  // Others have a count of their own.
  world.now += day_ms;
  CHECK(Finder(world, "head", "supervisor", "manage")
            .search("case.no", "17", "who has this one")
            .has_value());
  require_sound(world, 1);
}

TEST_CASE("a clock that goes back does not give a second day", "[store][search]") {
  World world;
  make(world, {{"person.phone", "13800138000"}});
  world.now += 24ULL * 60 * 60 * 1000 - 10ULL * 60 * 60 * 1000 + 60'000;  // after midnight
  const Finder finder(world);
  for (unsigned i = 0; i < 60; ++i) REQUIRE(finder.search("person.phone", "13800138000"));
  world.now -= 120'000;
  CHECK_FALSE(finder.search("person.phone", "13800138000"));
}

TEST_CASE("conditions of a search are the vault's", "[store][search]") {
  World world;
  make(world, {{"case.no", "17"}});
  const Finder finder(world, "head", "supervisor", "manage");
  auto without = finder.search("case.no", "17");
  REQUIRE_FALSE(without);
  CHECK(without.error().message == "search: it needs a written reason");
  CHECK(finder.search("case.no", "17", "asked by the court").has_value());
  // A session that does not keep the rules itself meets the vault's.
  test::BareSession bare(world.vault(), world.who("zhao"), "caseworker", "assist");
  const redact::FieldId field = finder.id("case.no");
  CHECK(bare.inside.index_keys.count(field) == 0);
  auto refused = world.vault().search(bare.inside.token, {field, {}, "no right at all to this"});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Code::Denied);
}

TEST_CASE("records that hold the same value find room at the same time", "[store][search]") {
  World world;
  constexpr int kWriters = 6;
  constexpr int kEach = 8;
  std::vector<std::unique_ptr<store::Session>> sessions;
  for (int i = 0; i < kWriters; ++i) sessions.push_back(world.enter("lin", "intake", "intake"));
  std::atomic<int> failed = 0;
  std::vector<std::thread> writers;
  for (int i = 0; i < kWriters; ++i) {
    writers.emplace_back([&, i] {
      const redact::Policy& policy = sessions[static_cast<std::size_t>(i)]->policy();
      for (int j = 0; j < kEach; ++j) {
        store::RecordDraft draft;
        draft.edits.push_back({policy.schema().field(std::string_view("person.phone"))->id, 0,
                               redact::Value(std::string("13800138000"))});
        if (!sessions[static_cast<std::size_t>(i)]->create(draft)) ++failed;
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  CHECK(failed == 0);
  const Finder finder(world);
  CHECK(finder.found("person.phone", "13800138000").size() == std::size_t{kWriters} * kEach);
  require_sound(world, std::size_t{kWriters} * kEach);
}

TEST_CASE("one batch may hold the same value many times", "[store][search]") {
  World world;
  auto session = world.enter("lin", "intake", "intake");
  std::vector<store::RecordDraft> drafts(120);
  for (auto& draft : drafts)
    draft.edits.push_back(edit(session->policy(), "person.phone", "13800138000"));
  const Bytes import_id = {1, 2, 3};
  REQUIRE(session->import(drafts, import_id, 0));
  auto page = Finder(world).search("person.phone", "13800138000");
  REQUIRE(page);
  CHECK(page->records.size() == store::kFoundMax);
  CHECK(page->more);
  // Once more: nothing is written twice.
  REQUIRE(session->import(drafts, import_id, 0));
  require_sound(world, 120);
}
