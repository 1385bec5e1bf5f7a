#include <catch2/catch.hpp>

#include "store/engine/memory_engine.h"

namespace veil::store {
namespace {

Bytes bytes(std::string_view text) { return to_bytes(view_of(text)); }

TEST_CASE("a snapshot does not see later commits", "[contract]") {
  const auto engine = open_memory();
  REQUIRE(engine->commit({{bytes("a"), bytes("1")}}, {}) == Outcome::committed);
  const auto before = engine->snapshot();
  REQUIRE(before);
  const Condition stale{bytes("a"), std::nullopt};
  CHECK(engine->commit({{bytes("a"), bytes("2")}}, {&stale, 1}) == Outcome::conflict);
  const Condition fresh{bytes("a"), bytes("1")};
  CHECK(engine->commit({{bytes("a"), bytes("2")}}, {&fresh, 1}) == Outcome::committed);
  CHECK((*before)->get(view_of("a")) == bytes("1"));
  const auto after = engine->snapshot();
  REQUIRE(after);
  CHECK((*after)->get(view_of("a")) == bytes("2"));
}

}  // namespace
}  // namespace veil::store
