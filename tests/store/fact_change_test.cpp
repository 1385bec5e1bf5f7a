#include "store/fact_change.h"

#include <catch2/catch.hpp>

#include <random>

#include "tests/store/hostile.h"

namespace veil::store {
namespace {

using tests::draw;

FactChange random_change(std::mt19937& rng) {
  FactChange out;
  const auto some = [&] { return draw(rng) % 3 == 0; };
  if (some()) {
    out.opened_on = redact::Date{static_cast<std::int32_t>(draw(rng)),
                                 static_cast<redact::Precision>(draw(rng) % 3)};
  }
  if (some()) out.assigned = std::vector<redact::PersonId>(draw(rng) % 3, draw(rng));
  if (some()) out.conflicts = std::vector<redact::PersonId>(draw(rng) % 3, draw(rng));
  if (some()) out.status = std::string(draw(rng) % 5, 's');
  if (some()) out.guardian_conflict = draw(rng) % 2 == 0;
  if (some()) out.assign = {{draw(rng)}, {draw(rng), draw(rng)}};
  if (some()) out.conflict.remove = {draw(rng)};
  if (some()) out.given = {{draw(rng), "scope", "body", "self", draw(rng)}, {}};
  if (some()) out.ended = {{draw(rng), std::nullopt}, {draw(rng), draw(rng)}};
  if (some()) out.offered = {{draw(rng), "body"}};
  if (some()) {
    out.steps = {{draw(rng), static_cast<redact::ReferralStatus>(draw(rng) % 5), some()}};
  }
  if (some()) out.request.fill(static_cast<std::uint8_t>(draw(rng)));
  return out;
}

}  // namespace

TEST_CASE("a change of facts comes back from its bytes", "[store][property]") {
  const auto seed = GENERATE(take(500, random(0U, 0xffffffffU)));
  CAPTURE(seed);
  std::mt19937 rng(seed);
  const FactChange change = random_change(rng);
  const auto back = decode_fact_change(encode_fact_change(change));
  REQUIRE(back);
  CHECK(*back == change);
}

// Of what the first stores could say; their statements hold these hashes.
TEST_CASE("the hash of a change of facts is fixed for good", "[store][golden]") {
  CHECK(hex(FactChange{}.hash()) ==
        "517cdfbfc7d7f947af5f1652750209310df9c7906664b6f6dd9896c1b5b317b0");
  FactChange change;
  change.opened_on = redact::Date{19675, redact::Precision::month};
  change.assigned = std::vector<redact::PersonId>{7, 300};
  change.conflicts.emplace();
  change.status = "open";
  CHECK(hex(change.hash()) == "ed5acb6f9836912090b28964c066a449707003377fa4a9f7cfc04c02a7d34fe5");
}

TEST_CASE("hostile changes of facts give an error or a change with just these bytes",
          "[store][hostile]") {
  std::mt19937 rng(17);
  for (unsigned i = 0; i < 10; ++i) {
    tests::for_hostile(encode_fact_change(random_change(rng)), 4000, [](const Bytes& bytes) {
      const auto change = decode_fact_change(bytes);
      if (change && encode_fact_change(*change) != bytes) FAIL(hex(bytes));
    });
  }
}

}  // namespace veil::store
