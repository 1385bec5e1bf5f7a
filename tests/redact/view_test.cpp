#include "redact/view.h"

#include <algorithm>
#include <random>

#include "tests/redact/small_policy.h"

namespace veil::redact {
namespace {

Decision seeing(const Policy& policy, Strength op, Strength ident, Strength locate) {
  Decision decision;
  const Strength strengths[] = {op, ident, locate};
  for (const Class& cls : policy.schema().classes()) {
    decision.classes.push_back({cls.id, strengths[cls.id - 1], false, Why::no_grant});
  }
  return decision;
}

using Opened = std::vector<OpenedValue>;

// "case.name[0]=text" and so on, one cell a line.
std::string text_of(const Policy& policy, const View& view) {
  std::string text;
  for (const Cell& cell : view.cells) {
    text += policy.schema().field(cell.field)->name + "[" + std::to_string(cell.row) + "] ";
    text += std::string(to_string(cell.strength)) + " " + std::string(to_string(cell.marker));
    REQUIRE(cell.value.has_value() == (cell.marker == Marker::value));
    if (cell.value && std::holds_alternative<std::string>(*cell.value)) {
      text += " " + std::get<std::string>(*cell.value);
    }
    text += "\n";
  }
  return text;
}

constexpr Strength F = Strength::full;
constexpr Strength V = Strength::veiled;
constexpr Strength C = Strength::counted;
constexpr Strength N = Strength::withheld;

TEST_CASE("empty, unknown and withheld are three different things", "[redact][view]") {
  const Policy policy = parsed(kSmallPolicy);
  const Opened opened = {
      {0, 1, F, std::string("2022-1")}, {0, 2, F, Unknown{}}, {0, 4, V, std::string("张某")}};
  const View view = make_view(policy.schema(), seeing(policy, F, V, N), opened, {});
  CHECK(text_of(policy, view) == R"(case.no[0] full value 2022-1
case.kind[0] full unknown
case.owner[0] full empty
case.name[0] veiled value 张某
case.story[0] veiled empty
case.birth[0] veiled empty
case.address[0] withheld withheld
child.name[0] veiled empty
child.school[0] withheld withheld
)");
  CHECK(view.classes.size() == 3);
  CHECK(view.find(4)->strength == V);
  CHECK(view.find(4, 1) == nullptr);
  CHECK(view.find(99) == nullptr);
}

TEST_CASE("a strength that holds nothing of a field withholds it", "[redact][view]") {
  const Policy policy = parsed(kSmallPolicy);
  const View view = make_view(policy.schema(), seeing(policy, C, C, N), {}, {});
  CHECK(view.find(1)->marker == Marker::withheld);  // no counted form
  CHECK(view.find(2)->marker == Marker::empty);     // has one, and nothing is there
  CHECK(view.find(4)->marker == Marker::withheld);
}

TEST_CASE("in full everything is told apart, also where presence is hidden", "[redact][view]") {
  const Policy policy = parsed(kSmallPolicy);
  const Decision all = seeing(policy, F, F, F);
  CHECK(make_view(policy.schema(), all, {}, {}).find(7)->marker == Marker::empty);
  const Opened opened = {{0, 7, F, std::string("幸福里3号")}, {0, 5, F, std::string("经过")}};
  const View view = make_view(policy.schema(), all, opened, {});
  CHECK(view.find(7)->value == Value(std::string("幸福里3号")));
  CHECK(view.find(5)->marker == Marker::value);
}

TEST_CASE("rows are those that a shown value names", "[redact][view]") {
  const Policy policy = parsed(kSmallPolicy);
  const Opened opened = {{3, 8, V, std::string("李某")},
                         {1, 8, V, std::string("王某")},
                         {2, 9, F, std::string("实验小学")},  // hidden and not for this session
                         {5, 4, V, std::string("张某")}};     // a second row of a single entity
  const View view = make_view(policy.schema(), seeing(policy, N, V, N), opened, {});
  CHECK(view.find(8, 1)->value == Value(std::string("王某")));
  CHECK(view.find(8, 3)->value == Value(std::string("李某")));
  CHECK(view.find(9, 1)->marker == Marker::withheld);
  CHECK(view.find(8, 0) == nullptr);
  CHECK(view.find(9, 2) == nullptr);
  CHECK(view.find(4, 5) == nullptr);
  CHECK(view.find(4)->marker == Marker::empty);
  const auto rows = std::count_if(view.cells.begin(), view.cells.end(),
                                  [](const Cell& cell) { return cell.field == 9; });
  CHECK(rows == 2);
}

TEST_CASE("a weaker strength that is not current is withheld, full never is", "[redact][view]") {
  const Policy policy = parsed(kSmallPolicy);
  const Opened opened = {{0, 4, V, std::string("张某")}, {0, 1, F, std::string("2022-1")}};
  const View view =
      make_view(policy.schema(), seeing(policy, F, V, N), opened, {ClassId{1}, ClassId{2}});
  CHECK(view.find(4)->marker == Marker::withheld);
  CHECK(view.find(4)->strength == N);
  CHECK(view.find(1)->marker == Marker::value);
}

TEST_CASE("a value of another strength than the one decided is never shown", "[redact][view]") {
  const Policy policy = parsed(kSmallPolicy);
  for (const Strength decided : {N, C, V}) {
    for (const Strength handed : {C, V, F}) {
      if (decided == handed) continue;
      const Opened opened = {{0, 4, handed, std::string("张桂兰")}};
      const View view = make_view(policy.schema(), seeing(policy, N, decided, N), opened, {});
      CHECK(text_of(policy, view).find("张桂兰") == std::string::npos);
    }
  }
}

TEST_CASE("a value that a veil could not show is withheld, not empty", "[redact][view]") {
  const Policy policy = parsed(replaced(
      std::string(kSmallPolicy),
      R"(id = 5, name = "case.story", zh = "经过", en = "story", class = "ident", type = "text", veiled = "scrub")",
      R"(id = 5, name = "case.story", zh = "经过", en = "story", class = "ident", type = "text", veiled = "present")"));
  const Opened opened = {{0, 4, V, Present{false}}, {0, 5, V, Present{true}}};
  const View view = make_view(policy.schema(), seeing(policy, N, V, N), opened, {});
  CHECK(view.find(4)->marker == Marker::withheld);
  CHECK(view.find(5)->marker == Marker::value);
}

TEST_CASE("a class that the decision does not name is withheld", "[redact][view]") {
  const Policy policy = parsed(kSmallPolicy);
  const Opened opened = {{0, 4, F, std::string("张桂兰")}};
  const View view = make_view(policy.schema(), Decision{}, opened, {});
  for (const Cell& cell : view.cells) CHECK(cell.marker == Marker::withheld);
}

TEST_CASE("below full, a class of hidden presence prints the same with and without values",
          "[redact][view][property]") {
  // The linter refuses such weaker forms; the view must not depend on it.
  std::string text(kSmallPolicy);
  text = replaced(text, R"(class = "locate", type = "address")",
                  R"(class = "locate", type = "address", veiled = "county", counted = "present")");
  text = replaced(text, R"(class = "locate", type = "string")",
                  R"(class = "locate", type = "string", veiled = "present")");
  const Policy policy = parsed(text);
  const auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 rng(seed);
  for (int round = 0; round < 500; ++round) {
    const Strength strengths[] = {N, C, V, F};
    const Strength locate = strengths[rng() % 3];
    const Decision decision = seeing(policy, strengths[rng() % 4], strengths[rng() % 4], locate);
    Opened shared;
    Opened with;
    for (const Field& field : policy.schema().fields()) {
      for (Row row = 0; row < (field.entity == 2 ? 4U : 1U); ++row) {
        if (rng() % 2 == 0) continue;
        const bool hidden = policy.schema().cls(field.cls)->hidden;
        const Strength strength = hidden ? strengths[rng() % 4] : decision.of(field.cls)->strength;
        const OpenedValue value{row, field.id, strength, std::string("x")};
        with.push_back(value);
        if (!hidden) shared.push_back(value);
      }
    }
    std::shuffle(with.begin(), with.end(), rng);
    CHECK(text_of(policy, make_view(policy.schema(), decision, with, {})) ==
          text_of(policy, make_view(policy.schema(), decision, shared, {})));
  }
}

TEST_CASE("cells come by entity, row and field in the order of the policy", "[redact][view]") {
  // The fields of the two entities interleaved and their ids out of order.
  std::string text(kSmallPolicy);
  const std::string first =
      R"(  { id = 8, name = "child.name", zh = "姓名", en = "name", class = "ident", type = "name", veiled = "surname" },
)";
  text = replaced(text, first, "");
  text = replaced(text, "field = [\n", "field = [\n" + first);
  text = replaced(text, R"(id = 9, name = "child.school")", R"(id = 7000, name = "child.school")");
  const Policy policy = parsed(text);
  const Opened opened = {{2, 7000, F, std::string("b")},
                         {1, 7000, F, std::string("a")},
                         {2, 8, F, std::string("c")},
                         {0, 1, F, std::string("d")}};
  const View view = make_view(policy.schema(), seeing(policy, F, F, F), opened, {});
  std::string order;
  for (const Cell& cell : view.cells) {
    order += std::to_string(cell.field) + "/" + std::to_string(cell.row) + " ";
  }
  CHECK(order == "1/0 2/0 3/0 4/0 5/0 6/0 7/0 8/1 7000/1 8/2 7000/2 ");
}

}  // namespace
}  // namespace veil::redact
