#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

#include "redact/text/known_value.h"
#include "store/check.h"
#include "store/lexicon.h"
#include "store/vault_inside.h"
#include "tests/store/bare_session.h"
#include "tests/store/scrub_world.h"

namespace {

using namespace veil;
using namespace veil::test;
using store::RecordId;

const std::string kReport =
    "欧阳桂兰带欧阳小雨到庇护所，电话13800138000，住平安里。周大强来电，已拒绝。";

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

void set(World& world, const RecordId& id, const std::string& field, const std::string& text) {
  auto handler = world.enter("lin", "handler", "assist");
  store::RecordDraft draft;
  draft.edits.push_back(edit(handler->policy(), field, text));
  auto done = handler->amend(id, draft);
  if (!done) FAIL(done.error().message);
}

std::vector<store::Entry> entries(World& world, store::Action action) {
  auto auditor = world.enter("shen", "auditor", "audit");
  store::LogRequest request;
  auto lines = auditor->read_log(request);
  REQUIRE(lines);
  std::vector<store::Entry> out;
  for (const auto& line : *lines) {
    if (line.entry.action == action) out.push_back(line.entry);
  }
  return out;
}

void check_whole(World& world) {
  auto report = store::check_store(world.vault(), {});
  REQUIRE(report);
  for (const auto& finding : report->findings) CHECK(finding.what.empty());
  auto auditor = world.enter("shen", "auditor", "audit");
  auto statements = store::check_statements(world.vault(), *auditor, {});
  REQUIRE(statements);
  for (const auto& finding : statements->findings) CHECK(finding.what.empty());
}

}  // namespace

TEST_CASE("a writer has names replaced that she may not read", "[store][scrub]") {
  World world(report_policy());
  const RecordId id = stored_case(world);
  auto caseworker = world.enter("zhao", "caseworker", "assist");
  auto seen = caseworker->read(id, {});
  REQUIRE(seen);
  CHECK(shown(*caseworker, seen->view, "person.phone") != "13800138000");
  const redact::Row row = report(*caseworker, id, kReport);

  const std::string text = scrubbed(world, id, row);
  for (const char* known : {"欧阳桂兰", "欧阳小雨", "小雨", "周大强", "13800138000"}) {
    CAPTURE(known, text);
    CHECK_FALSE(holds(text, known));
  }
  CHECK(holds(text, "到庇护所"));
  CHECK(holds(text, "【"));
  auto again = caseworker->read(id, {});
  REQUIRE(again);
  CHECK(shown(*caseworker, again->view, "measure.report", row) == kReport);
  check_whole(world);
}

TEST_CASE("known values of the same writing are found, in a new record and blind",
          "[store][scrub]") {
  World world(report_policy());
  auto intake = world.enter("lin", "intake", "intake");
  store::RecordDraft draft = a_case(*intake, "欧阳桂兰");
  draft.edits.push_back(edit(intake->policy(), "measure.report", kReport, store::kNewRow + 2));
  auto id = intake->create(draft);
  if (!id) FAIL(id.error().message);
  const std::string text = scrubbed(world, *id, 3);
  CHECK_FALSE(holds(text, "欧阳桂兰"));
  CHECK(holds(text, "到庇护所"));
  CHECK(entries(world, store::Action::scrub).empty());

  store::RecordDraft more;
  more.edits.push_back(edit(intake->policy(), "person.phone", "13911112222"));
  more.edits.push_back(edit(intake->policy(), "measure.report",
                            "桂兰换了电话13911112222，旧的13800138000不用。", store::kNewRow));
  auto written = intake->write(*id, more);
  if (!written) FAIL(written.error().message);
  // She may not merge, so the first report is stale now, and with it the class.
  CHECK(scrubbed(world, *id, written->first_row) == "[absent]");
  auto handler = world.enter("lin", "handler", "assist");
  auto made = handler->reveil(*id);
  if (!made) FAIL(made.error().message);
  CHECK(made->version > 0);
  const std::string second = scrubbed(world, *id, written->first_row);
  CHECK(holds(second, "不用"));
  CHECK_FALSE(holds(second, "13911112222"));
  CHECK_FALSE(holds(second, "13800138000"));
  check_whole(world);
}

TEST_CASE("what becomes known makes older texts stale until they are made again",
          "[store][scrub]") {
  World world(report_policy());
  const RecordId id = stored_case(world);
  auto caseworker = world.enter("zhao", "caseworker", "assist");
  const redact::Row row = report(*caseworker, id, "打057188123456找她。");
  CHECK(holds(scrubbed(world, id, row), "057188123456"));  // nobody said that it is hers

  set(world, id, "person.phone", "057188123456");
  auto head = world.enter("head", "supervisor", "manage");
  auto seen = head->read(id, {});
  REQUIRE(seen);
  const redact::ClassId cls = head->policy().schema().field("measure.report")->cls;
  const auto decided = std::find_if(seen->view.classes.begin(), seen->view.classes.end(),
                                    [&](const auto& one) { return one.cls == cls; });
  REQUIRE(decided != seen->view.classes.end());
  CHECK(decided->strength == redact::Strength::withheld);
  CHECK(decided->why == redact::Why::stale);

  SECTION("by who reads and writes it") {
    auto page = caseworker->stale(std::nullopt, 100);
    REQUIRE(page);
    CHECK(page->records == std::vector<RecordId>{id});
    auto made = caseworker->reveil(id);
    if (!made) FAIL(made.error().message);
    CHECK(made->version == 4);
    auto nothing = caseworker->reveil(id);
    REQUIRE(nothing);
    CHECK(nothing->version == 0);
    page = caseworker->stale(std::nullopt, 100);
    REQUIRE(page);
    CHECK(page->records.empty());
  }
  SECTION("in passing") {
    report(*caseworker, id, "又来。");
  }
  SECTION("not by who may not") {
    auto refused = head->reveil(id);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::Denied);
    report(*caseworker, id, "又来。");
  }
  const std::string text = scrubbed(world, id, row);
  CHECK_FALSE(holds(text, "057188123456"));
  CHECK(holds(text, "找她"));
  check_whole(world);
}

TEST_CASE("what is taken away stays replaced, and makes nothing stale", "[store][scrub]") {
  World world(report_policy());
  const RecordId id = stored_case(world);
  auto caseworker = world.enter("zhao", "caseworker", "assist");
  const redact::Row first = report(*caseworker, id, "旧号13800138000。");
  auto handler = world.enter("lin", "handler", "assist");
  store::RecordDraft draft;
  draft.edits.push_back({handler->policy().schema().field("person.phone")->id, 0, std::nullopt});
  REQUIRE(handler->amend(id, draft));
  const std::string kept = scrubbed(world, id, first);
  CHECK(holds(kept, "旧号"));
  CHECK_FALSE(holds(kept, "13800138000"));
  const redact::Row second = report(*caseworker, id, "仍打13800138000。");
  CHECK_FALSE(holds(scrubbed(world, id, second), "13800138000"));
}

TEST_CASE("history does not show what was scrubbed of less", "[store][scrub]") {
  World world(report_policy());
  const RecordId id = stored_case(world);
  auto caseworker = world.enter("zhao", "caseworker", "assist");
  const redact::Row row = report(*caseworker, id, "打13911112222找她。");
  set(world, id, "person.phone", "13911112222");
  REQUIRE(caseworker->reveil(id));
  CHECK_FALSE(holds(scrubbed(world, id, row), "13911112222"));
}

TEST_CASE("making again goes on where it was stopped", "[store][scrub]") {
  World world(report_policy());
  std::vector<RecordId> ids;
  for (int i = 0; i < 4; ++i) {
    ids.push_back(stored_case(world));
    auto caseworker = world.enter("zhao", "caseworker", "assist");
    report(*caseworker, ids.back(), "打13911112222找她。");
    set(world, ids.back(), "person.phone", "13911112222");
  }
  {
    auto caseworker = world.enter("zhao", "caseworker", "assist");
    auto page = caseworker->stale(std::nullopt, 3);
    REQUIRE(page);
    CHECK(page->records.size() == 3);
    REQUIRE(page->next);
    REQUIRE(caseworker->reveil(page->records.front()));
  }
  world.close();
  world.open();
  auto caseworker = world.enter("zhao", "caseworker", "assist");
  auto page = caseworker->stale(std::nullopt, 100);
  REQUIRE(page);
  CHECK(page->records.size() == 3);
  CHECK_FALSE(page->next);
  for (const RecordId& id : page->records) REQUIRE(caseworker->reveil(id));
  for (const RecordId& id : ids) CHECK_FALSE(holds(scrubbed(world, id, 3), "13911112222"));
  check_whole(world);
}

TEST_CASE("by lexicon the same is found as with the values", "[store][scrub]") {
  const auto seed = static_cast<std::uint32_t>(std::random_device()());
  CAPTURE(seed);
  std::mt19937 random(seed);
  const auto any = [&](std::size_t size) { return random() % size; };
  const std::vector<std::string> names = {"欧阳桂兰", "王秀英", "阿依古丽", "李梅", "陈小平"};
  const std::vector<std::string> phones = {"13800138000", "13911112222", "010-62345678"};
  const std::vector<std::string> words = {
      "她说", "，",         "。",     "电话", "到过", "北京市海淀区平安里8号",
      "小学", "1989-07-02", "周大强", "已办"};
  World world(report_policy());
  for (int round = 0; round < 12; ++round) {
    auto intake = world.enter("lin", "intake", "intake");
    store::RecordDraft draft = a_case(*intake, names[any(names.size())]);
    const redact::Schema& schema = intake->policy().schema();
    for (store::Edit& one : draft.edits) {
      if (schema.field(one.field)->name != "person.phone") continue;
      one = edit(intake->policy(), "person.phone", phones[any(phones.size())]);
    }
    std::vector<redact::KnownValue> values;
    for (const store::Edit& one : draft.edits) {
      const redact::Row row = one.row >= store::kNewRow ? one.row - store::kNewRow + 1 : one.row;
      auto more = redact::known_values(schema, *schema.field(one.field), *one.value, row);
      values.insert(values.end(), more.begin(), more.end());
    }
    auto id = intake->create(draft);
    if (!id) FAIL(id.error().message);
    std::string text = "记";
    for (int i = 0; i < 30; ++i) {
      switch (any(3)) {
        case 0:
          text += names[any(names.size())];
          break;
        case 1:
          text += phones[any(phones.size())];
          break;
        default:
          text += words[any(words.size())];
      }
    }
    auto caseworker = world.enter("zhao", "caseworker", "assist");
    const redact::Row row = report(*caseworker, *id, text);
    auto expected = redact::scrub(text, redact::KnownForms(values));
    REQUIRE(expected);
    CHECK(scrubbed(world, *id, row) == expected->text);
  }
}

TEST_CASE("what was asked stands in the log, and not what for", "[store][scrub]") {
  World world(report_policy());
  const RecordId id = stored_case(world);
  auto caseworker = world.enter("zhao", "caseworker", "assist");
  report(*caseworker, id, kReport);
  const auto asked = entries(world, store::Action::scrub);
  REQUIRE_FALSE(asked.empty());  // one for each reading of the text
  CHECK(asked[0].records == std::vector<RecordId>{id});
  CHECK(asked[0].person == number_of(*caseworker, "zhao"));
  auto subject = store::decode_lexicon_subject(asked[0].subject);
  REQUIRE(subject);
  CHECK(subject->pieces > 0);
  CHECK(subject->hits >= 3);
}

TEST_CASE("a lexicon is asked only by who writes a text of its record", "[store][scrub]") {
  World world(report_policy());
  const RecordId mine = stored_case(world);
  const RecordId other = stored_case(world);
  BareSession zhao(world.vault(), world.who("zhao"), "caseworker", "assist");
  const auto& key = zhao.inside.index_keys.at(redact::kLexicon);
  const redact::Schema& schema = zhao.inside.policy.schema();
  const auto ticket = [&](BareSession& who, const RecordId& id, redact::ClassId cls) {
    store::BeginRequest begin;
    begin.items.push_back({id, std::nullopt, {}, {cls}});
    auto tickets = world.vault().begin(who.inside.token, begin);
    if (!tickets) FAIL(tickets.error().message);
    return std::move(tickets->front());
  };
  const auto hits = [&](const store::Ticket& at, const RecordId& of) {
    const redact::KnownValue phone{redact::KnownKind::phone, redact::Part::client, 0,
                                   "13800138000"};
    store::LexiconRequest request;
    request.ticket = at.id;
    const store::InnerTokens tokens(key, zhao.inside.store, of);
    for (const redact::Form& form : redact::forms_of({&phone, 1})) {
      request.pieces.push_back(tokens.of(form.key));
    }
    auto answer = world.vault().ask_lexicon(zhao.inside.token, request);
    if (!answer) FAIL(answer.error().message);
    return answer->hits.size();
  };
  const redact::ClassId reports = schema.field("measure.report")->cls;
  const store::Ticket open = ticket(zhao, mine, reports);
  CHECK(open.uncovered.empty());
  CHECK_FALSE(open.lengths.empty());
  CHECK(hits(open, mine) > 0);
  CHECK(hits(open, other) == 0);  // tokens of another record

  store::LexiconRequest request;
  request.pieces.resize(1);
  request.ticket = ticket(zhao, mine, schema.field("measure.type")->cls).id;
  auto refused = world.vault().ask_lexicon(zhao.inside.token, request);
  REQUIRE_FALSE(refused);  // writes no text
  CHECK(refused.error().code == Code::Denied);

  request.ticket = open.id;
  BareSession head(world.vault(), world.who("head"), "supervisor", "manage");
  CHECK(head.inside.index_keys.count(redact::kLexicon) == 0);
  refused = world.vault().ask_lexicon(head.inside.token, request);
  REQUIRE_FALSE(refused);  // another session's
  CHECK(refused.error().code == Code::Conflict);
  store::BeginRequest begin;
  begin.items.push_back({mine, std::nullopt, {}, {reports}});
  CHECK_FALSE(world.vault().begin(head.inside.token, begin));
}

TEST_CASE("asking has limits, and what is above them is withheld", "[store][scrub]") {
  World world(report_policy());
  const RecordId id = stored_case(world);
  BareSession zhao(world.vault(), world.who("zhao"), "caseworker", "assist");
  const redact::ClassId reports = zhao.inside.policy.schema().field("measure.report")->cls;
  store::BeginRequest begin;
  begin.items.push_back({id, std::nullopt, {}, {reports}});
  auto tickets = world.vault().begin(zhao.inside.token, begin);
  REQUIRE(tickets);
  store::LexiconRequest request;
  request.ticket = tickets->front().id;
  const auto code = [&] {
    auto answer = world.vault().ask_lexicon(zhao.inside.token, request);
    return answer ? Code{} : answer.error().code;
  };
  CHECK(code() == Code::InvalidArgument);  // nothing
  request.pieces.resize(store::kPiecesMax + 1);
  CHECK(code() == Code::InvalidArgument);
  request.pieces.resize(store::kPiecesMax);
  for (std::size_t i = 0; i < store::kPiecesOfTicketMax / store::kPiecesMax; ++i) {
    REQUIRE(world.vault().ask_lexicon(zhao.inside.token, request));
  }
  CHECK(code() == Code::InvalidArgument);

  // The day's count is nearly used up.
  store::Vault::Inside& host = world.vault().inside();
  const redact::PersonId person = zhao.inside.opening.person;
  auto snapshot = host.engine->snapshot();
  REQUIRE(snapshot);
  auto row = host.piece_counts.read(**snapshot, person);
  REQUIRE(row);
  auto count = host.piece_counts.today(person, *row, zhao.inside.policy, world.now);
  REQUIRE(count);
  CHECK(count->count == store::kPiecesOfTicketMax);
  count->count = store::kPiecesOfDayMax - 1;
  const store::Batch batch = {
      {host.piece_counts.row_key(person), host.piece_counts.seal(person, *count)}};
  REQUIRE(host.engine->commit(batch, {}));

  auto caseworker = world.enter("zhao", "caseworker", "assist");
  const redact::Row last = report(*caseworker, id, kReport);  // the text itself is written
  auto seen = caseworker->read(id, {});
  REQUIRE(seen);
  CHECK(shown(*caseworker, seen->view, "measure.report", last) == kReport);
  CHECK(scrubbed(world, id, last) == "[absent]");
  auto handler = world.enter("lin", "handler", "assist");
  REQUIRE(handler->reveil(id));
  CHECK(holds(scrubbed(world, id, last), "到庇护所"));
  check_whole(world);
}
