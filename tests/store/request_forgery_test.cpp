// Requests and answers that are not what somebody signed here and now: other sessions', old ones,
// of another request, with other words, in another row.
#include "tests/store/request_acts.h"

namespace veil::test {
namespace {

// Two of the same, the second approved.
std::pair<RequestId, RequestId> two_requests(World& world, const store::RecordId& id) {
  auto head = world.enter("head", "supervisor", "manage");
  const RequestId first = asked(*head, store::access_subject(id));
  const RequestId second = asked(*head, store::access_subject(id));
  head.reset();
  approved_by_lin(world, second);
  return {first, second};
}

}  // namespace

TEST_CASE("what is signed for one request, session or moment is nothing for another",
          "[store][requests]") {
  World world;
  const store::RecordId id = stored_case(world);
  auto head = world.enter("head", "supervisor", "manage");
  const RequestId first = asked(*head, store::access_subject(id));
  const RequestId second = asked(*head, store::access_subject(id));
  REQUIRE(first != second);
  BareSession lin(world.vault(), world.who("lin"), "handler", "assist");
  const auto answer_to = [&](const RequestId& request) {
    const auto challenge = lin.inside.vault.challenge(lin.inside.token).value();
    store::Answer out;
    out.store = lin.inside.store;
    out.request = request;
    out.person = lin.inside.opening.person;
    out.role = lin.inside.opening.role;
    out.verdict = Verdict::approve;
    out.nonce = challenge.nonce;
    out.made_at_ms = challenge.time_ms;
    return out;
  };
  const auto message_of = [&](const store::Answer& answer) {
    store::AnswerMessage out;
    out.answer = store::encode_answer(answer);
    out.signature = lin.inside.signing_key.sign(out.answer);
    return out;
  };
  const auto send = [&](const store::AnswerMessage& message) {
    return lin.inside.vault.answer(lin.inside.token, message);
  };
  const store::Answer good = answer_to(first);
  const store::AnswerMessage sent = message_of(good);
  SECTION("sent twice") {
    REQUIRE(send(sent));
    CHECK_FALSE(send(sent));
    CHECK(row_of(world, first).kept.answers.size() == 1);
  }
  SECTION("with the other request's hash written over it") {
    store::AnswerMessage moved = sent;
    store::Answer other = good;
    other.request = second;
    moved.answer = store::encode_answer(other);
    CHECK_FALSE(send(moved));
    CHECK(row_of(world, second).kept.answers.empty());
  }
  SECTION("as another person") {
    store::Answer other = good;
    other.person = number_of(*head, "wang");
    CHECK_FALSE(send(message_of(other)));
  }
  SECTION("in another role of hers") {
    store::Answer other = good;
    other.role = lin.inside.policy.role("intake")->id;
    CHECK_FALSE(send(message_of(other)));
  }
  SECTION("signed by another person") {
    store::AnswerMessage forged = sent;
    forged.signature = world.who("wang").signing_key().sign(forged.answer);
    CHECK_FALSE(send(forged));
  }
  SECTION("with a nonce of its own") {
    store::Answer other = good;
    other.nonce[0] ^= 1U;
    CHECK_FALSE(send(message_of(other)));
  }
  SECTION("at another time") {
    store::Answer other = good;
    other.made_at_ms -= 1;
    CHECK_FALSE(send(message_of(other)));
  }
  SECTION("too late") {
    world.now += 5ULL * 60 * 1000;
    CHECK_FALSE(send(sent));
  }
  SECTION("just in time") {
    world.now += 5ULL * 60 * 1000 - 1;
    CHECK(send(sent));
  }
  SECTION("with a challenge of another session") {
    BareSession wang(world.vault(), world.who("wang"), "handler", "assist");
    CHECK_FALSE(wang.inside.vault.answer(wang.inside.token, sent));
  }
}

TEST_CASE("an approval of one request does not fit into the row of another", "[store][requests]") {
  World world;
  const store::RecordId id = stored_case(world);
  const auto [first, second] = two_requests(world, id);
  store::KeptRequest kept = row_of(world, first).kept;
  kept.answers = row_of(world, second).kept.answers;
  REQUIRE(kept.answers.size() == 1);
  CHECK_FALSE(store::check_signed(kept, world.vault().charter()->charter));
  // Even a host that seals such a row is not followed: neither by a vault nor by a session.
  put_row(world, first,
          store::seal_request_row(access_of(world).section, access_of(world).store, kept));
  auto lines = world.enter("head", "supervisor", "manage")->requests();
  REQUIRE_FALSE(lines);
  CHECK(lines.error().code == Code::Corrupt);
  world.close();
  auto opened = world.try_open();
  REQUIRE_FALSE(opened);
  CHECK(opened.error().code == Code::Corrupt);
}

TEST_CASE("a request says what the vault would say, or is not taken", "[store][requests]") {
  World world;
  const store::RecordId id = stored_case(world);
  BareSession head(world.vault(), world.who("head"), "supervisor", "manage");
  const auto request = [&] {
    store::Request out = head.request(store::access_subject(id));
    out.expires_at_ms = out.made_at_ms + 72 * kHour;
    out.text = "为审批救助金核对账户";
    return out;
  };
  const auto send = [&](const store::Request& one) {
    return head.inside.vault.ask(head.inside.token,
                                 BareSession::ask_message(one, head.inside.signing_key));
  };
  CHECK(send(request()));
  SECTION("a longer life") {
    auto one = request();
    one.expires_at_ms += 1;
    CHECK_FALSE(send(one));
  }
  SECTION("no end") {
    auto one = request();
    one.expires_at_ms = 0;
    CHECK_FALSE(send(one));
  }
  SECTION("made earlier, to end later") {
    auto one = request();
    one.made_at_ms += kHour;
    one.expires_at_ms += kHour;
    CHECK_FALSE(send(one));
  }
  SECTION("for another person") {
    auto one = request();
    one.asker = 2;
    CHECK_FALSE(send(one));
  }
  SECTION("in a role that she has not entered in") {
    auto one = request();
    one.role = 1;
    CHECK_FALSE(send(one));
  }
  SECTION("of another store") {
    auto one = request();
    one.store[0] ^= 1U;
    CHECK_FALSE(send(one));
  }
  SECTION("as if the host had opened it") {
    auto one = request();
    one.subject = store::notice_subject(id, 2);
    one.asker = 0;
    CHECK_FALSE(send(one));
  }
  SECTION("a review of something that never was") {
    auto one = request();
    one.subject = store::break_glass_subject(id);
    one.reason = "life";
    one.due_at_ms = one.made_at_ms + 72 * kHour;
    CHECK_FALSE(send(one));
  }
  SECTION("about herself") {
    auto one = request();
    one.subject = store::conflict_subject(id, one.asker);
    CHECK_FALSE(send(one));
  }
  SECTION("twice the same") {
    const auto one = request();
    CHECK(send(one));
    CHECK_FALSE(send(one));
  }
}

TEST_CASE("a row of requests that was altered, or put where another was, is noticed",
          "[store][requests]") {
  World world;
  const store::RecordId id = stored_case(world);
  const auto [first, second] = two_requests(world, id);
  Bytes row = row_of(world, first).bytes;
  SECTION("a bit") {
    for (std::size_t at = 0; at < row.size(); at += 17) {
      Bytes altered = row;
      altered[at] ^= 0x10U;
      CHECK_FALSE(store::open_request_row(access_of(world).section, access_of(world).store, first,
                                          altered));
    }
    row[40] ^= 1U;
    put_row(world, first, row);
  }
  SECTION("another's place") {
    put_row(world, first, row_of(world, second).bytes);
  }
  SECTION("cut") {
    row.pop_back();
    put_row(world, first, row);
  }
  {
    auto head = world.enter("head", "supervisor", "manage");
    auto lines = head->requests();
    REQUIRE_FALSE(lines);
    CHECK(lines.error().code == Code::Corrupt);
  }
  world.close();
  auto opened = world.try_open();
  REQUIRE_FALSE(opened);
  CHECK(opened.error().code == Code::Corrupt);
}
}  // namespace veil::test
