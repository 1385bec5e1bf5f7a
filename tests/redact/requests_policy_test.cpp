// What a policy says of requests and of break-glass: read strictly, linted, and decided by.
#include "redact/decision.h"
#include "tests/redact/small_policy.h"

namespace veil::redact {
namespace {

const std::string kGlassGrant =
    R"({ role = "worker", classes = ["ident"], strength = "full", when = { break_glass = true } },)";
const std::string kApprovedGrant =
    R"({ role = "worker", classes = ["ident"], strength = "full", when = { approved = true } },)";

// The small policy with grants in front of its own, and with what stands after its lists.
std::string with(const std::string& grants, const std::string& requests) {
  return replaced(replaced(std::string(kSmallPolicy), "grant = [", "grant = [" + grants),
                  "never = [", requests + "\nnever = [");
}

std::string fault_of(const std::string& requests) {
  const auto policy = Policy::parse(with("", requests));
  if (policy) return "none";
  CHECK(policy.error().code == Code::InvalidArgument);
  const std::string& said = policy.error().message;
  return said.substr(said.find(": ") + 2);
}

std::vector<std::string> findings(const std::string& grants, const std::string& requests) {
  std::vector<std::string> out;
  for (const Finding& one : lint(parsed(with(grants, requests)))) {
    out.push_back(one.rule + ": " + one.message);
  }
  return out;
}

TEST_CASE("a request rule is read as it is written", "[redact][requests]") {
  const Policy policy = parsed(with(kGlassGrant + kApprovedGrant, R"(request = [
  { kind = "access", ask = ["worker"], approve = ["counter"], approvals = 2, hours = 24 },
  { kind = "closing", ask = ["worker"], approve = ["worker", "counter"] },
  { kind = "break_glass_review", approve = ["counter"] },
]
break_glass = { minutes = 30, review_hours = 10, reasons = "kind" })"));
  REQUIRE(policy.requests().size() == 3);
  const RequestRule* access = policy.request_rule(RequestKind::access, 1);
  REQUIRE(access != nullptr);
  CHECK(access->approve == std::vector<RoleId>{2});
  CHECK(access->approvals == 2);
  CHECK(access->hours == 24);
  CHECK(policy.request_rule(RequestKind::access, 2) == nullptr);
  CHECK(policy.request_rule(RequestKind::policy_change, 1) == nullptr);
  const RequestRule* closing = policy.request_rule(RequestKind::closing, 1);
  REQUIRE(closing != nullptr);
  CHECK(closing->approvals == 1);
  CHECK(closing->hours == 72);
  CHECK(policy.request_rule(RequestKind::break_glass_review, 0) != nullptr);
  REQUIRE(policy.break_glass());
  CHECK(policy.break_glass()->minutes == 30);
  CHECK(policy.break_glass()->review_hours == 10);
  CHECK(policy.break_glass()->reasons == "kind");
  CHECK(policy.may_break_glass(1));
  CHECK_FALSE(policy.may_break_glass(2));
}

TEST_CASE("kinds have their numbers for good", "[redact][requests]") {
  const char* words[] = {"access",           "policy_change",      "conflict_override",
                         "consent_override", "break_glass_review", "closing",
                         "conflict_notice"};
  int number = 0;
  for (const char* word : words) {
    const auto kind = parse_request_kind(word);
    REQUIRE(kind);
    CHECK(static_cast<int>(*kind) == ++number);
    CHECK(to_string(*kind) == word);
  }
  CHECK_FALSE(parse_request_kind("approval"));
}

TEST_CASE("a request rule that makes no sense is refused", "[redact][requests]") {
  CHECK(fault_of(R"(request = [{ kind = "wish", ask = ["worker"], approve = ["counter"] }])") ==
        "[[request]]: no kind of request is named \"wish\"");
  CHECK(fault_of(R"(request = [{ kind = "access", ask = ["boss"], approve = ["counter"] }])") ==
        "[[request]] access: no role is named \"boss\"");
  CHECK(fault_of(R"(request = [{ kind = "access", approve = ["counter"] }])") ==
        "[[request]] access: lacks ask");
  CHECK(fault_of(R"(request = [{ kind = "access", ask = ["worker"] }])") ==
        "[[request]] access: lacks approve");
  CHECK(fault_of(R"(request = [{ kind = "access", ask = ["worker"], approve = [] }])") ==
        "[[request]] access: approve must not be empty");
  CHECK(fault_of(R"(request = [{ kind = "access", ask = ["worker"], approve = ["counter"], )"
                 R"(approvals = 3 }])") ==
        "[[request]] access: approvals must lie between 1 and 2");
  CHECK(fault_of(R"(request = [{ kind = "access", ask = ["worker"], approve = ["counter"], )"
                 R"(hours = 0 }])") == "[[request]] access: hours must lie between 1 and 8760");
  CHECK(fault_of(R"(request = [{ kind = "access", ask = ["worker"], approve = ["counter"], )"
                 R"(days = 1 }])") == "[[request]] access: key \"days\" is not known here");
  CHECK(fault_of(R"(request = [{ kind = "break_glass_review", ask = ["worker"], )"
                 R"(approve = ["counter"] }])") ==
        "[[request]] break_glass_review: is opened by what happens: it has neither ask nor hours");
  CHECK(fault_of(R"(request = [{ kind = "conflict_notice", hours = 1, approve = ["counter"] }])") ==
        "[[request]] conflict_notice: is opened by what happens: it has neither ask nor hours");
  CHECK(fault_of(R"(request = [{ kind = "access", ask = ["worker"], approve = ["counter"] },
  { kind = "access", ask = ["counter", "worker"], approve = ["counter"] }])") ==
        "[[request]] access: two rules speak of the same requests");
  CHECK(fault_of(R"(break_glass = { minutes = 0, reasons = "kind" })") ==
        "[break_glass]: minutes must lie between 1 and 1440");
  CHECK(fault_of(R"(break_glass = { minutes = 5 })") == "[break_glass]: lacks reasons");
  CHECK(fault_of(R"(break_glass = { reasons = "whims" })") ==
        "[break_glass]: no code list is named \"whims\"");
  CHECK(fault_of(R"(break_glass = { reasons = "kind", review_days = 3 })") ==
        "[break_glass]: key \"review_days\" is not known here");
}

TEST_CASE("the linter wants every approval and every emergency to be possible",
          "[redact][requests]") {
  using Lines = std::vector<std::string>;
  const std::string access =
      R"(request = [{ kind = "access", ask = ["worker"], approve = ["counter"] }])";
  const std::string review = R"(request = [{ kind = "break_glass_review", approve = ["counter"] }]
)";
  const std::string glass = R"(break_glass = { reasons = "kind" })";
  CHECK(findings(kApprovedGrant, access).empty());
  CHECK(findings(kGlassGrant, review + glass).empty());
  CHECK(findings(kApprovedGrant, "") ==
        Lines{"dead-grant: worker has a grant that needs an approval, but no request of the kind "
              "access lets it ask"});
  CHECK(findings("", access) ==
        Lines{"dead-request: worker may ask for access, but no grant of it needs that"});
  CHECK(findings(kGlassGrant, "") ==
        Lines{"dead-grant: worker has a grant for break-glass, but there is no table "
              "[break_glass]"});
  CHECK(findings(kGlassGrant, glass) ==
        Lines{"break-glass: nobody reviews break-glass: there is no request rule "
              "break_glass_review, and who is not reviewed in time is suspended"});
  CHECK(findings("", review + glass) ==
        Lines{"break-glass: no grant has the condition break_glass"});
  CHECK(findings("", review) ==
        Lines{"break-glass: break_glass_review without a table [break_glass]"});
}

TEST_CASE("`never` binds break-glass as it binds every grant", "[redact][requests]") {
  const std::string grants =
      R"({ role = "counter", classes = ["op"], strength = "full", when = { break_glass = true } },)";
  const auto found = findings(grants, R"(request = [{ kind = "break_glass_review", )"
                                      R"(approve = ["worker"] }]
break_glass = { reasons = "kind" })");
  REQUIRE_FALSE(found.empty());
  CHECK(found.front() == "never: counter op full: never above counted, counting needs no names");
}

TEST_CASE("an open glass shows what the grant says, but not to who is in conflict",
          "[redact][requests]") {
  const Policy policy = parsed(with(kGlassGrant, R"(break_glass = { reasons = "kind" })"));
  Facts facts;
  facts.created_by = 8;
  Ask ask{7, 1, 1, Action::read, 1'772'416'800'000, false, false, false};
  CHECK(decide(policy, facts, ask).of(2)->strength == Strength::veiled);
  CHECK(decide(policy, facts, ask).of(2)->why == Why::no_break_glass);
  ask.break_glass = true;
  CHECK(decide(policy, facts, ask).of(2)->strength == Strength::full);
  CHECK(decide(policy, facts, ask).of(3)->strength == Strength::withheld);
  facts.conflicts = {7};
  CHECK_FALSE(decide(policy, facts, ask).anything);
}

}  // namespace
}  // namespace veil::redact
