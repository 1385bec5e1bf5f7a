// Break-glass: one record, some minutes, a signature of its own, a review that nobody escapes; and
// what others are told when a person in conflict tries.
#include "tests/store/request_acts.h"

namespace veil::test {
namespace {

constexpr std::uint64_t kMinute = 60'000;
const std::string kWhy = "邻居来电，门内有人呼救";

store::Request emergency(BareSession& bare, const store::RecordId& id) {
  store::Request out = bare.request(store::break_glass_subject(id));
  out.expires_at_ms = out.made_at_ms + 120 * kMinute;
  out.due_at_ms = out.made_at_ms + 72 * kHour;
  out.reason = "life";
  out.text = kWhy;
  return out;
}

std::unique_ptr<store::Session> wang_enters(World& world) {
  return world.enter("wang", "handler", "assist");
}

RequestId broken(World& world, store::Session& session, const store::RecordId& id) {
  auto request = session.break_glass(world.who("wang"), id, "life", kWhy);
  if (!request) FAIL(request.error().message);
  return *request;
}

std::string address(store::Session& session, const store::RecordId& id) {
  auto view = session.read(id, kAll);
  if (!view) return view.error().message;
  return shown(session, view->view, "person.current_address");
}

void reviewed(World& world, const RequestId& id, Verdict verdict) {
  auto head = world.enter("head", "supervisor", "manage");
  auto done = head->answer(id, verdict, "已核实");
  if (!done) FAIL(done.error().message);
}

std::string enters(World& world, const std::string& who, const std::string& role,
                   const std::string& purpose) {
  auto session =
      store::Session::enter(world.vault(), world.who(who), {role, purpose, std::nullopt});
  return session ? "yes" : session.error().message;
}

std::vector<store::LogLine> whole_log(World& world) {
  auto auditor = world.enter("shen", "auditor", "audit");
  auto lines = auditor->read_log({std::nullopt, 0, 100000, {}});
  if (!lines) FAIL(lines.error().message);
  return std::move(*lines);
}

const std::string kAddress = "北京市海淀区平安里8号";

}  // namespace

TEST_CASE("a broken glass shows one record for its minutes, by the vault's clock",
          "[store][break-glass]") {
  World world;
  const store::RecordId id = stored_case(world);
  const store::RecordId other = stored_case(world);
  auto wang = wang_enters(world);
  CHECK(address(*wang, id) == "[withheld]");
  broken(world, *wang, id);
  CHECK(address(*wang, id) == kAddress);
  CHECK(address(*wang, other) == "[withheld]");
  // What the grant does not speak of stays away, and so does writing.
  auto view = wang->read(id, kAll);
  REQUIRE(view);
  CHECK(shown(*wang, view->view, "person.name") == "欧阳桂兰");
  CHECK(shown(*wang, view->view, "case.loss") == "[withheld]");
  store::RecordDraft change;
  change.edits.push_back(edit(wang->policy(), "person.phone", "13900139000"));
  CHECK_FALSE(wang->amend(id, change));
  // Another session in the same role, and another process; no other role or person.
  wang.reset();
  world.close();
  world.open();
  wang = wang_enters(world);
  CHECK(address(*wang, id) == kAddress);
  // In another purpose only what that covers.
  CHECK(address(*world.enter("wang", "handler", "investigate"), id) == "[withheld]");
  world.now = kMonday + 120 * kMinute - 1;
  CHECK(address(*wang, id) == kAddress);
  world.now = kMonday + 120 * kMinute;
  CHECK(address(*wang, id) == "[withheld]");
  // What is over stays so when the clock is set back; far back, the store does not open.
  world.now = kMonday + 116 * kMinute;
  CHECK(address(*wang, id) == "[withheld]");
  wang.reset();
  world.close();
  world.open();
  wang = wang_enters(world);
  CHECK(address(*wang, id) == "[withheld]");
  wang.reset();
  world.close();
  world.now = kMonday + 114 * kMinute;
  auto opened = world.try_open();
  REQUIRE_FALSE(opened);
  CHECK(opened.error().message.find("behind the last entry") != std::string::npos);
}

TEST_CASE("one glass at a time", "[store][break-glass]") {
  World world;
  const store::RecordId id = stored_case(world);
  const store::RecordId other = stored_case(world);
  auto wang = wang_enters(world);
  broken(world, *wang, id);
  auto second = wang->break_glass(world.who("wang"), other, "life", kWhy);
  REQUIRE_FALSE(second);
  CHECK(second.error().message == "request: an emergency access of yours is open already");
  CHECK(address(*wang, other) == "[withheld]");
  world.now = kMonday + 120 * kMinute;
  broken(world, *wang, other);
  CHECK(address(*wang, other) == kAddress);
}

TEST_CASE("roles without a grant for it cannot break the glass", "[store][break-glass]") {
  World world;
  const store::RecordId id = stored_case(world);
  for (const auto& [who, role, purpose] :
       {std::tuple("sun", "statistician", "statistics"), std::tuple("shen", "auditor", "audit"),
        std::tuple("zhao", "caseworker", "assist"), std::tuple("head", "supervisor", "manage"),
        std::tuple("lin", "intake", "intake")}) {
    CAPTURE(role);
    auto session = world.enter(who, role, purpose);
    auto refused = session->break_glass(world.who(who), id, "life", kWhy);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::Denied);
    // Neither does one who sends the message herself.
    BareSession bare(world.vault(), world.who(who), role, purpose);
    auto sent = bare.inside.vault.break_glass(
        bare.inside.token, BareSession::ask_message(emergency(bare, id), bare.inside.signing_key));
    REQUIRE_FALSE(sent);
    CHECK(sent.error().message == "request: this role has no emergency access");
  }
}

TEST_CASE("breaking the glass takes a code, words, and a signature made for it",
          "[store][break-glass]") {
  World world;
  const store::RecordId id = stored_case(world);
  auto wang = wang_enters(world);
  auto no_code = wang->break_glass(world.who("wang"), id, "curious", kWhy);
  REQUIRE_FALSE(no_code);
  CHECK(no_code.error().code == Code::InvalidArgument);
  CHECK(no_code.error().message ==
        "break-glass: no such reason code; the policy has life, violence, medical, child");
  auto no_words = wang->break_glass(world.who("wang"), id, "life", "  急 ");
  REQUIRE_FALSE(no_words);
  CHECK(no_words.error().message == "break-glass: say why, in some words");
  CHECK_FALSE(wang->break_glass(world.who("lin"), id, "life", kWhy));
  CHECK(address(*wang, id) == "[withheld]");

  BareSession bare(world.vault(), world.who("wang"), "handler", "assist");
  const auto message = [&] { return emergency(bare, id); };
  const auto send = [&](const store::Request& request, const crypto::SigningKey& key) {
    return bare.inside.vault.break_glass(bare.inside.token, BareSession::ask_message(request, key));
  };
  const auto& own = world.who("wang").signing_key();
  SECTION("another's signature") {
    CHECK_FALSE(send(message(), world.who("lin").signing_key()));
  }
  SECTION("a nonce twice") {
    auto request = message();
    CHECK(send(request, own));
    world.now += 120 * kMinute;
    CHECK_FALSE(send(request, own));
  }
  SECTION("more minutes than the policy gives") {
    auto request = message();
    request.expires_at_ms += 1;
    CHECK_FALSE(send(request, own));
  }
  SECTION("a later review than the policy wants") {
    auto request = message();
    request.due_at_ms += 1;
    CHECK_FALSE(send(request, own));
  }
  SECTION("another record than was signed") {
    auto request = message();
    store::AskMessage out;
    out.signature = own.sign(store::encode_request(request));
    request.subject = store::break_glass_subject(stored_case(world));
    out.request = store::encode_request(request);
    CHECK_FALSE(bare.inside.vault.break_glass(bare.inside.token, out));
  }
  SECTION("asked for like any other request") {
    CHECK_FALSE(bare.inside.vault.ask(bare.inside.token, BareSession::ask_message(message(), own)));
  }
}

TEST_CASE("who is not reviewed in time is suspended at that millisecond, and until she is",
          "[store][break-glass]") {
  World world;
  const store::RecordId id = stored_case(world);
  RequestId review{};
  {
    auto wang = wang_enters(world);
    review = broken(world, *wang, id);
  }
  world.now = kMonday + 72 * kHour - 1;
  auto wang = wang_enters(world);
  CHECK(wang->list({}).has_value());
  world.now = kMonday + 72 * kHour;
  store::RecordDraft change;
  change.edits.push_back(edit(wang->policy(), "person.phone", "13900139000"));
  // A running session ends for every message, and none begins, in whatever role.
  for (const auto& refused :
       {wang->read(id, kAll).error(), wang->list({}).error(), wang->requests().error(),
        wang->amend(id, change).error(), wang->answer(review, Verdict::approve).error(),
        wang->ask(store::consent_subject(id, "a b guardian"), kWhy).error(),
        wang->break_glass(world.who("wang"), id, "life", kWhy).error()}) {
    CHECK(refused.code == Code::Denied);
    CHECK(refused.message == store::kSuspended);
  }
  CHECK(enters(world, "wang", "handler", "assist") == store::kSuspended);
  wang.reset();
  world.close();
  world.open();
  CHECK(enters(world, "wang", "handler", "investigate") == store::kSuspended);
  CHECK(enters(world, "lin", "handler", "assist") == "yes");

  // It is logged as what it is.
  bool found = false;
  for (const store::LogLine& line : whole_log(world)) {
    const bool suspended =
        line.entry.outcome == store::EntryOutcome::refused && !line.entry.classes.empty() &&
        line.entry.classes.front().reason == static_cast<std::uint8_t>(redact::Why::suspended);
    found = found || (suspended && line.entry.action == store::Action::open_session);
  }
  CHECK(found);

  // A late review is one.
  {
    auto head = world.enter("head", "supervisor", "manage");
    auto lines = head->requests();
    REQUIRE(lines);
    REQUIRE(lines->size() == 1);
    CHECK(lines->front().state == RequestState::overdue);
    CHECK(lines->front().may_answer);
    CHECK(lines->front().kept.request.said.text == kWhy);
  }
  reviewed(world, review, Verdict::approve);
  CHECK(enters(world, "wang", "handler", "assist") == "yes");
  world.now += 1000 * kHour;
  CHECK(enters(world, "wang", "handler", "assist") == "yes");
  // Also when the reviewer is gone.
  const store::Enrolment gone{"head", world.who("head").public_identity(), {}, 0};
  REQUIRE(store::enrol(world.vault(), world.who("head"), {gone}, world.now));
  world.close();
  world.open();
  CHECK(enters(world, "wang", "handler", "assist") == "yes");
}

TEST_CASE("a review that is a denial suspends at once, until a second review lifts it",
          "[store][break-glass]") {
  World world;
  const store::RecordId id = stored_case(world);
  auto wang = wang_enters(world);
  const RequestId review = broken(world, *wang, id);
  reviewed(world, review, Verdict::deny);
  CHECK(address(*wang, id) == store::kSuspended);
  CHECK(enters(world, "wang", "handler", "assist") == store::kSuspended);
  wang.reset();
  world.close();
  world.open();
  CHECK(enters(world, "wang", "handler", "assist") == store::kSuspended);
  reviewed(world, review, Verdict::approve);
  CHECK(enters(world, "wang", "handler", "assist") == "yes");
  // The glass that was denied stays shut.
  auto again = wang_enters(world);
  CHECK(address(*again, id) == "[withheld]");
}

TEST_CASE("a glass reviewed while it is open stays open, and an early review is one",
          "[store][break-glass]") {
  World world;
  const store::RecordId id = stored_case(world);
  auto wang = wang_enters(world);
  const RequestId review = broken(world, *wang, id);
  CHECK_FALSE(wang->answer(review, Verdict::approve));
  reviewed(world, review, Verdict::approve);
  CHECK(address(*wang, id) == kAddress);
  world.now = kMonday + 73 * kHour;
  CHECK(enters(world, "wang", "handler", "assist") == "yes");
  auto head = world.enter("head", "supervisor", "manage");
  auto over = head->answer(review, Verdict::deny);
  REQUIRE_FALSE(over);
  CHECK(over.error().message == "request: it is over");
}

TEST_CASE("conflict, unknown id and emergency are the same, in the answer and in the log",
          "[store][break-glass]") {
  World world;
  const store::RecordId id = stored_case(world);
  auto head = world.enter("head", "supervisor", "manage");
  store::RecordDraft change;
  change.facts.conflicts = {number_of(*head, "wang")};
  REQUIRE(head->amend(id, change));
  auto wang = wang_enters(world);
  const store::RecordId unknown = store::RecordId::random();
  const std::size_t before = whole_log(world).size();
  const auto barred = wang->break_glass(world.who("wang"), id, "life", kWhy);
  const auto nothing = wang->break_glass(world.who("wang"), unknown, "life", kWhy);
  REQUIRE_FALSE(barred);
  REQUIRE_FALSE(nothing);
  CHECK(barred.error().code == nothing.error().code);
  CHECK(barred.error().message == nothing.error().message);
  CHECK(barred.error().message == "no such record, or not for you");
  std::vector<store::Entry> entries;
  const auto log = whole_log(world);
  for (std::size_t i = before; i < log.size(); ++i) {
    if (log[i].entry.action == store::Action::break_glass) entries.push_back(log[i].entry);
  }
  REQUIRE(entries.size() == 2);
  CHECK(entries[0].records == std::vector<store::RecordId>{id});
  CHECK(entries[1].records == std::vector<store::RecordId>{unknown});
  entries[0].records = entries[1].records;
  entries[0].time_ms = entries[1].time_ms;
  CHECK(entries[0] == entries[1]);

  // A glass that was open when the conflict came to light is shut.
  change.facts.conflicts = std::vector<redact::PersonId>{};
  const store::RecordId other = stored_case(world);
  broken(world, *wang, other);
  CHECK(address(*wang, other) == kAddress);
  change.facts.conflicts = {number_of(*head, "wang")};
  REQUIRE(head->amend(other, change));
  CHECK(address(*wang, other) == "no such record, or not for you");
}

TEST_CASE("that a person in conflict tried is told to those who manage it, once, and not to her",
          "[store][break-glass]") {
  World world;
  const store::RecordId id = stored_case(world);
  const store::Enrolment both{
      "wang", world.who("wang").public_identity(), {"handler", "supervisor"}, 0};
  REQUIRE(store::enrol(world.vault(), world.who("head"), {both}, world.now));
  auto head = world.enter("head", "supervisor", "manage");
  const redact::PersonId number = number_of(*head, "wang");
  store::RecordDraft change;
  change.facts.conflicts = {number};
  REQUIRE(head->amend(id, change));
  const auto notices = [&] {
    auto lines = head->requests();
    if (!lines) FAIL(lines.error().message);
    return std::move(*lines);
  };
  CHECK(notices().empty());
  auto wang = wang_enters(world);
  SECTION("by reading") {
    CHECK_FALSE(wang->read(id, kAll));
  }
  SECTION("by writing") {
    store::RecordDraft edits;
    edits.edits.push_back(edit(wang->policy(), "person.phone", "13900139000"));
    CHECK_FALSE(wang->amend(id, edits));
  }
  SECTION("by an emergency") {
    CHECK_FALSE(wang->break_glass(world.who("wang"), id, "life", kWhy));
  }
  SECTION("by a prefix") {
    auto prefix = store::RecordIdPrefix::parse(id.text().substr(0, 12));
    REQUIRE(prefix);
    CHECK_FALSE(wang->read(*prefix, kAll));
  }
  SECTION("by asking for it") {
    auto as_supervisor = world.enter("wang", "supervisor", "manage");
    CHECK(as_supervisor->ask(store::access_subject(id), "请批准我查看账户"));
  }
  REQUIRE(notices().size() == 1);
  const store::RequestLine line = notices().front();
  CHECK(line.kept.request.said.subject == store::notice_subject(id, number));
  CHECK(line.kept.request.said.asker == 0);
  CHECK(line.may_answer);
  for (int i = 0; i < 3; ++i) CHECK_FALSE(wang->read(id, kAll));
  CHECK(notices().size() == 1);
  // She is a supervisor as well, and learns nothing.
  auto as_supervisor = world.enter("wang", "supervisor", "manage");
  auto hers = as_supervisor->requests();
  REQUIRE(hers);
  for (const store::RequestLine& one : *hers) CHECK(one.mine);
  CHECK_FALSE(as_supervisor->answer(line.kept.id, Verdict::approve));
  // Seen is seen; the next attempt is told again, across openings.
  REQUIRE(head->answer(line.kept.id, Verdict::approve));
  CHECK(notices().empty());
  CHECK_FALSE(wang->read(id, kAll));
  CHECK(notices().size() == 1);
  // To list or read what is not hers anyway tells nobody anything.
  CHECK_FALSE(wang->read(store::RecordId::random(), kAll));
  CHECK(wang->list({}));
  CHECK(notices().size() == 1);
}

}  // namespace veil::test
