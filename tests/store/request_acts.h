// tests/store/request_acts.h: what tests of requests do over and over: ask, answer, look.
#pragma once

#include <catch2/catch.hpp>

#include "store/rows.h"
#include "store/vault_inside.h"
#include "tests/store/bare_session.h"

namespace veil::test {

using redact::RequestKind;
using store::RequestId;
using store::RequestState;
using store::Verdict;

inline const store::Want kAll;
inline constexpr std::uint64_t kHour = 3'600'000;

inline RequestId asked(store::Session& session, store::RequestSubject subject) {
  auto id = session.ask(std::move(subject), "为审批救助金核对账户");
  if (!id) FAIL(id.error().message);
  return *id;
}

inline void answered(World& world, const std::string& who, const std::string& role,
                     const std::string& purpose, const RequestId& id, Verdict verdict) {
  auto session = world.enter(who, role, purpose);
  auto done = session->answer(id, verdict, "已核对");
  if (!done) FAIL(done.error().message);
}

inline void approved_by_lin(World& world, const RequestId& id) {
  answered(world, "lin", "handler", "assist", id, Verdict::approve);
}

inline RequestState state(store::Session& session, const RequestId& id) {
  auto lines = session.requests({id, id, true});
  if (!lines) FAIL(lines.error().message);
  REQUIRE(lines->size() == 1);
  return lines->front().state;
}

// Whether the supervisor sees money in full, which takes an approval.
inline bool sees_money(World& world, const store::RecordId& id) {
  auto head = world.enter("head", "supervisor", "manage");
  auto view = head->read(id, kAll);
  if (!view) FAIL(view.error().message);
  const std::string text = shown(*head, view->view, "case.loss");
  const bool exact = text == "¥12,800.50";
  if (!exact) CHECK(text == "¥10,000–29,999.99");
  return exact;
}

inline void enrol_again(World& world, const std::string& name, std::vector<std::string> roles,
                        std::uint64_t until_ms = 0) {
  const store::Enrolment one{name, world.who(name).public_identity(), std::move(roles), until_ms};
  auto done = store::enrol(world.vault(), world.who("head"), {one}, world.now);
  if (!done) FAIL(done.error().message);
}

inline std::string changed(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  INFO(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

inline store::RequestAccess access_of(World& world) {
  return world.vault().inside().request_access();
}

inline store::RequestRow row_of(World& world, const RequestId& id) {
  auto snapshot = world.vault().inside().engine->snapshot();
  REQUIRE(snapshot);
  auto row = store::read_request(**snapshot, access_of(world), id);
  REQUIRE(row);
  REQUIRE(*row);
  return std::move(**row);
}

inline void put_row(World& world, const RequestId& id, Bytes row) {
  auto done =
      world.vault().inside().engine->commit({{store::request_row_key(id), std::move(row)}}, {});
  REQUIRE(done);
}

}  // namespace veil::test
