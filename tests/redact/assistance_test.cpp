// What tools/policies/assistance.toml means, written out by hand: for each class and role every way
// to see it, and for a number of situations what a session sees. A change of the policy that is not
// made here as well is a mistake.
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>

#include "redact/decision.h"
#include "tests/redact/small_policy.h"

namespace veil::redact {
namespace {

constexpr std::uint64_t kHour = 3'600'000;
constexpr std::uint64_t kDay = 24 * kHour;
constexpr std::uint64_t kNoon = 19000 * kDay + 4 * kHour;  // 12:00 at +08:00
constexpr PersonId kMe = 7;
constexpr PersonId kOther = 8;

Policy assistance() {
  std::ifstream file("tools/policies/assistance.toml", std::ios::binary);
  INFO("run from the root of the repository");
  REQUIRE(file);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  return parsed(text);
}

// A way to see: F full, V veiled, C counted, - not at all; w: may write; then what must hold:
// a assigned, d own registration of the last days, r written reason, h by day, p approved request,
// g broken glass, o offered to her body,
// and consents: f to share with the federation, n the account, m health, y psychology, s
// statistics. The strongest that holds counts.
std::string way(const Grant& grant) {
  std::string text(1, "-CVF"[static_cast<int>(grant.strength)]);
  const Conditions& when = grant.when;
  if (grant.write) text += "w";
  if (when.assigned) text += "a";
  if (when.own_intake_days > 0) text += "d";
  if (when.reason) text += "r";
  if (when.hours_from > 0 || when.hours_to < 24) text += "h";
  if (when.approved) text += "p";
  if (when.break_glass) text += "g";
  if (when.referred == Referred::offered) text += "o";
  static const std::map<std::string, std::string> kScopes = {{"share_federation", "f"},
                                                             {"share_narrative", "n"},
                                                             {"share_medical", "m"},
                                                             {"share_psych", "y"},
                                                             {"statistics", "s"}};
  if (!when.consent.empty()) text += kScopes.at(when.consent);
  return text;
}

std::string ways(const Policy& policy, RoleId role, ClassId cls) {
  std::string text;
  for (const Grant& grant : policy.grants_of(role, cls)) {
    text += (text.empty() ? "" : " ") + way(grant);
  }
  return text;
}

constexpr const char* kRoles[] = {"intake",     "handler",       "caseworker", "minors_worker",
                                  "counsellor", "court_liaison", "supervisor", "statistician",
                                  "auditor",    "inspector",     "custodian",  "export_officer"};

struct Line {
  const char* cls;
  const char* of[12];  // by kRoles
};

// clang-format off
const Line kMatrix[] = {
    //                intake   handler     caseworker      minors     counsellor court superv. stat. aud. insp. cust. export
    {"docket",        {"F Fwd", "F Fwa",    "F -wd",        "F",       "Fa Fo","Fa", "Fw", "C",  "", "F", "F", "F"}},
    {"op",            {"F Fwd", "F Fwa",    "F -wd",        "F",       "",     "Fa", "Fw", "C",  "", "F", "",  "F"}},
    {"staff",         {"F Fwd", "F",        "Fa",           "F",       "",     "",   "Fw", "",   "", "F", "",  ""}},
    {"guard",         {"",      "",         "",             "",        "",     "",   "Fw", "",   "", "F", "",  ""}},
    {"ident",         {"Fwd V", "Fwa Fg V", "Faf Fg -wd",   "Fa Fg",   "Vay",  "Fa", "V",  "",   "", "",  "",  ""}},
    {"ident_no",      {"Fwd V", "Fwa V",    "Faf -wd",      "Va",      "",     "Fa", "V",  "",   "", "",  "",  ""}},
    {"phone",         {"Fwd V", "Fwa Fg V", "Faf Fg -wd",   "Fa Fg",   "Fahy", "",   "V",  "",   "", "",  "",  ""}},
    {"registered",    {"Fwd V", "Fwa V",    "Faf -wd",      "Fa",      "",     "Va", "V",  "",   "", "",  "",  ""}},
    {"locate",        {"Fwd",   "Fwar Fg",  "Farhf Fg -wd", "Fwar Fg", "",     "",   "",   "",   "", "",  "",  ""}},
    {"area",          {"Fwd",   "Fwa",      "-wd",          "",        "",     "",   "",   "",   "", "",  "",  ""}},
    {"safety",        {"Fwd V", "Fwa Fg",   "Fwaf Fg -wd",  "Fwa Fg",  "Fay",  "",   "",   "",   "", "",  "",  ""}},
    {"quasi",         {"Fwd",   "Fwa",      "Faf -wd",      "Va",      "Vay",  "Fa", "V",  "Cs", "", "",  "",  ""}},
    {"category",      {"Fwd",   "Fwa V",    "Faf -wd",      "Va",      "",     "",   "F",  "Cs", "", "",  "",  ""}},
    {"dignity",       {"Fwd",   "Fwa",      "Vaf -wd",      "Va",      "Vay",  "Fa", "V",  "Cs", "", "",  "",  ""}},
    {"narrative",     {"Fwd",   "Fwa",      "Farn -wd",     "",        "Farn", "Fa", "",   "",   "", "",  "",  ""}},
    {"health",        {"Fwd",   "Fwa Fg",   "Vam -wd",      "",        "Fway", "Fa", "Cp", "Cs", "", "",  "",  ""}},
    {"medical",       {"Fwd",   "Fwa",      "-wd",          "",        "Fway", "",   "",   "",   "", "",  "",  ""}},
    {"psych",         {"-wd",   "",         "-wd",          "",        "Fway", "",   "",   "",   "", "",  "",  ""}},
    {"psych_gist",    {"",      "Fay",      "",             "",        "Fway", "",   "",   "",   "", "",  "",  ""}},
    {"minor",         {"Fwd",   "Fwa Fg",   "Vaf -wa -wd",  "Fwa Fg",  "",     "Va", "V",  "",   "", "",  "",  ""}},
    {"minor_profile", {"Fwd",   "Fwa",      "Vaf -wa -wd",  "Fwa",     "",     "Ca", "C",  "Cs", "", "",  "",  ""}},
    {"minor_care",    {"Fwd",   "Fwa",      "-wa -wd",      "Fwa",     "Fay",  "",   "",   "",   "", "",  "",  ""}},
    {"resp",          {"Fwd",   "Fwa",      "Vaf -wd",      "Va",      "",     "Fa", "",   "Cs", "", "",  "",  ""}},
    {"finance",       {"Fwd",   "Fwa",      "Vaf -wd",      "",        "",     "Fa", "Fp", "",   "", "",  "",  ""}},
    {"account",       {"Fwd",   "Fwa",      "",             "",        "",     "",   "Vp", "",   "", "",  "",  ""}},
    {"judicial",      {"Fwd",   "Fwa",      "-wd",          "Fa",      "",     "Fa", "F",  "",   "", "",  "",  ""}},
    {"assist",        {"F Fwd", "Fwa",      "Fwaf -wd",     "Fwa",     "",     "Fa", "F",  "C",  "", "",  "",  ""}},
    {"referral",      {"F Fwd", "Fwa",      "Fwaf Fo",      "Fwa",     "Fa Fo","Fa", "F",  "C",  "", "",  "",  ""}},
    {"consent",       {"F Fwd", "Fwa",      "Faf -wd",      "Fwa",     "",     "Fa", "F",  "",   "", "F", "",  ""}},
    {"content",       {"Fwd",   "Fwa",      "Vaf -wa -wd",  "Vwa",     "",     "Va", "C",  "",   "", "",  "",  ""}},
    {"note",          {"Fwd",   "Fwa",      "-wa -wd",      "-wa",     "",     "",   "",   "",   "", "",  "",  ""}},
    {"files",         {"Fwd",   "Fwa",      "",             "",        "",     "",   "",   "",   "", "",  "",  ""}},
};
// clang-format on

TEST_CASE("the assistance policy has no findings", "[redact][assistance]") {
  for (const Finding& finding : lint(assistance()))
    UNSCOPED_INFO(finding.rule + ": " + finding.message);
  CHECK(lint(assistance()).empty());
}

TEST_CASE("each role has the ways to each class that were agreed, and no other",
          "[redact][assistance]") {
  const Policy policy = assistance();
  REQUIRE(policy.roles().size() == std::size(kRoles));
  REQUIRE(policy.schema().classes().size() == std::size(kMatrix));
  for (std::size_t at = 0; at < std::size(kMatrix); ++at) {
    const Line& line = kMatrix[at];
    const Class& cls = policy.schema().classes()[at];
    REQUIRE(cls.name == line.cls);
    for (std::size_t i = 0; i < std::size(kRoles); ++i) {
      CAPTURE(line.cls, kRoles[i]);
      CHECK(ways(policy, policy.role(kRoles[i])->id, cls.id) == line.of[i]);
    }
  }
}

// One session before one record.
class Moment {
 public:
  explicit Moment(const Policy& policy) : policy_(policy) {
    facts_.created_by = kOther;
    facts_.created_at_ms = kNoon - 30 * kDay;
    facts_.assigned = {kOther};
    ask_.person = kMe;
    ask_.now_ms = kNoon;
  }
  Moment& as(const char* role, const char* purpose) {
    ask_.role = policy_.role(role)->id;
    ask_.purpose = policy_.purpose(purpose)->id;
    return *this;
  }
  Moment& assigned() { return facts_.assigned = {kMe}, *this; }
  Moment& own(std::uint64_t age_ms) {
    facts_.created_by = kMe;
    facts_.created_at_ms = kNoon - age_ms;
    return *this;
  }
  Moment& reason() { return ask_.reason_given = true, *this; }
  Moment& approved() { return ask_.approved = true, *this; }
  Moment& glass() { return ask_.break_glass = true, *this; }
  Moment& at_hour(int hour) {
    ask_.now_ms = kNoon - kNoon % kDay + static_cast<std::uint64_t>(hour + 24 - 8) * kHour;
    return *this;
  }
  Moment& conflict() { return facts_.conflicts = {kMe}, *this; }
  Moment& consent(const char* scope, const char* to) {
    facts_.consents.push_back({scope, to, kNoon + 3 * kDay, false});
    return *this;
  }
  // The classes seen in this strength.
  std::string in(Strength strength) const {
    const Decision decision = decide(policy_, facts_, ask_);
    std::string text;
    for (const ClassDecision& one : decision.classes) {
      if (one.strength != strength) continue;
      text += (text.empty() ? "" : " ") + policy_.schema().cls(one.cls)->name;
    }
    return text;
  }
  std::string full() const { return in(Strength::full); }
  std::string veiled() const { return in(Strength::veiled); }
  std::string counted() const { return in(Strength::counted); }
  Strength of(const char* cls) const {
    return decide(policy_, facts_, ask_).of(policy_.schema().cls(cls)->id)->strength;
  }
  Why why(const char* cls) const {
    return decide(policy_, facts_, ask_).of(policy_.schema().cls(cls)->id)->why;
  }

 private:
  const Policy& policy_;
  Facts facts_;
  Ask ask_;
};

TEST_CASE("intake reads all of her registrations for three days, then 张某 and last four",
          "[redact][assistance]") {
  const Policy policy = assistance();
  const char* all =
      "docket op staff ident ident_no phone registered locate area safety quasi category dignity "
      "narrative health medical minor minor_profile minor_care resp finance account judicial "
      "assist "
      "referral consent content note files";
  CHECK(Moment(policy).as("intake", "intake").own(0).full() == all);
  CHECK(Moment(policy).as("intake", "intake").own(3 * kDay).full() == all);
  for (const Moment& late : {Moment(policy).as("intake", "intake").own(3 * kDay + 1),
                             Moment(policy).as("intake", "intake").assigned().reason()}) {
    CHECK(late.full() == "docket op staff assist referral consent");
    CHECK(late.veiled() == "ident ident_no phone registered safety");
    CHECK(late.counted().empty());
  }
}

TEST_CASE("an address needs a written reason and a purpose that goes there",
          "[redact][assistance]") {
  const Policy policy = assistance();
  for (const char* purpose : {"delivery", "home_visit", "safety_contact"}) {
    const Moment mine = Moment(policy).as("handler", purpose).assigned();
    CHECK(mine.of("locate") == Strength::withheld);
    CHECK(mine.why("locate") == Why::no_reason);
    CHECK(mine.of("area") == Strength::full);
    CHECK(Moment(mine).reason().of("locate") == Strength::full);
  }
  for (const char* purpose : {"eligibility", "decision", "court_proceeding", "subject_access"}) {
    const Moment mine = Moment(policy).as("handler", purpose).assigned().reason();
    CHECK(mine.of("locate") == Strength::withheld);
    CHECK(mine.of("ident") == Strength::full);
  }
  // The federation: also by day only, and with her agreement.
  const auto visit = [&] {
    return Moment(policy)
        .as("caseworker", "home_visit")
        .assigned()
        .consent("share_federation", "womens_federation");
  };
  CHECK(visit().reason().of("locate") == Strength::full);
  CHECK(visit().why("locate") == Why::no_reason);
  CHECK(visit().reason().at_hour(20).why("locate") == Why::outside_hours);
  CHECK(visit().reason().at_hour(7).why("locate") == Why::outside_hours);
  CHECK(visit().reason().at_hour(8).of("locate") == Strength::full);
  CHECK(Moment(policy).as("caseworker", "home_visit").assigned().reason().why("locate") ==
        Why::no_consent);
}

TEST_CASE("a colleague sees 张某 and the group of a case that is not hers",
          "[redact][assistance]") {
  const Policy policy = assistance();
  const Moment colleague = Moment(policy).as("handler", "eligibility").reason();
  CHECK(colleague.full() == "docket op staff");
  CHECK(colleague.veiled() == "ident ident_no phone registered category");
  CHECK(colleague.counted().empty());
}

TEST_CASE("who is in the conflict list sees nothing, whatever else holds", "[redact][assistance]") {
  const Policy policy = assistance();
  for (const Role& role : policy.roles()) {
    for (const PurposeId purpose : role.purposes) {
      const Moment barred = Moment(policy)
                                .as(role.name.c_str(), policy.purpose(purpose)->name.c_str())
                                .assigned()
                                .own(0)
                                .reason()
                                .approved()
                                .glass()
                                .conflict();
      CHECK(barred.in(Strength::full).empty());
      CHECK(barred.in(Strength::veiled).empty());
      CHECK(barred.in(Strength::counted).empty());
    }
  }
}

TEST_CASE("an emergency opens one case as far as saving a life needs", "[redact][assistance]") {
  const Policy policy = assistance();
  const auto broken = [&](const char* role) {
    return Moment(policy).as(role, "emergency").glass();
  };
  CHECK(broken("handler").full() == "docket op staff ident phone locate safety health minor");
  CHECK(broken("caseworker").full() == "docket op ident phone locate safety");
  CHECK(broken("minors_worker").full() == "docket op staff ident phone locate safety minor");
  // Only in a session that says so, and only with the glass broken.
  CHECK(Moment(policy).as("handler", "home_visit").glass().full() == "docket op staff");
  CHECK(Moment(policy).as("handler", "emergency").full() == "docket op staff");
  for (const char* role : {"statistician", "auditor", "custodian", "export_officer", "inspector",
                           "supervisor", "counsellor", "court_liaison", "intake"}) {
    CAPTURE(role);
    CHECK_FALSE(policy.may_break_glass(policy.role(role)->id));
  }
}

TEST_CASE("counselling notes are the counsellor's alone; the handler gets the gist if she agreed",
          "[redact][assistance]") {
  const Policy policy = assistance();
  for (const Role& role : policy.roles()) {
    CAPTURE(role.name);
    const auto keys = policy.keys_of(role.id);
    const bool holds =
        std::find(keys.begin(), keys.end(),
                  compartment_of(policy.schema().cls("psych")->id, Strength::full)) != keys.end();
    CHECK(holds == (role.name == "counsellor"));
  }
  const Moment counsellor = Moment(policy).as("counsellor", "psych_support").assigned();
  CHECK(counsellor.full() == "docket referral");
  CHECK(Moment(counsellor).consent("share_psych", "care_provider").full() ==
        "docket phone safety health medical psych psych_gist minor_care referral");
  CHECK(Moment(counsellor).consent("share_psych", "care_provider").veiled() ==
        "ident quasi dignity");
  CHECK(Moment(counsellor).consent("share_psych", "care_provider").at_hour(21).of("phone") ==
        Strength::withheld);
  CHECK(Moment(counsellor).consent("share_psych", "womens_federation").full() == "docket referral");

  const Moment handler = Moment(policy).as("handler", "eligibility").assigned().reason();
  CHECK(handler.of("psych_gist") == Strength::withheld);
  CHECK(handler.why("psych_gist") == Why::no_consent);
  const Moment agreed = Moment(handler).consent("share_psych", "procuratorate");
  CHECK(agreed.of("psych_gist") == Strength::full);
  CHECK(agreed.of("psych") == Strength::withheld);
  CHECK(Moment(agreed).as("handler", "court_proceeding").of("psych_gist") == Strength::withheld);
}

// The fields whose veiled or counted form is not nothing, for the classes that roles get so.
std::string shown(const Policy& policy, const char* cls, Strength strength) {
  std::string text;
  for (const Field& field : policy.schema().fields()) {
    if (field.cls != policy.schema().cls(cls)->id) continue;
    const VeilRule& rule = field.rule(strength);
    if (rule.kind == VeilKind::none) continue;
    text += (text.empty() ? "" : " ") + field.name + ":" + std::string(to_string(rule.kind));
  }
  return text;
}

TEST_CASE("weaker forms say what the roles that get them need", "[redact][assistance]") {
  const Policy policy = assistance();
  const auto veiled = [&](const char* cls) { return shown(policy, cls, Strength::veiled); };
  const auto counted = [&](const char* cls) { return shown(policy, cls, Strength::counted); };
  // 张某, last four, county
  CHECK(veiled("ident") == "person.name:surname person.alias:surname");
  CHECK(veiled("ident_no") == "person.cn_id:last4");
  CHECK(veiled("phone") == "person.phone:last4");
  CHECK(veiled("registered") == "person.hukou_address:county");
  // yes or no
  CHECK(veiled("safety") ==
        "case.risk:present person.safe_contact:present respondent.no_contact:present");
  // group, gist, month: no account, no relation by name
  CHECK(veiled("dignity") ==
        "respondent.relation:group incident.type:group incident.occurred_on:month "
        "incident.place_type:group incident.gist:keep");
  CHECK(counted("dignity") ==
        "respondent.relation:group incident.type:group incident.occurred_on:month "
        "incident.place_type:group");
  // 张某, band, gist, for the federation; under 14 or not, for courts and tables
  CHECK(veiled("minor") == "minor.name:surname minor.guardian:surname");
  CHECK(veiled("minor_profile") ==
        "minor.cn_id:last4 minor.birth_date:age_band minor.relation:keep minor.gist:keep");
  CHECK(counted("minor_profile") == "minor.birth_date:age_band");
  CHECK(counted("docket") == "case.status:keep case.closed_on:month");
  CHECK(counted("op") ==
        "case.source:keep case.opened_on:month case.closure_reason:keep case.agency_kind:keep "
        "case.counted_elsewhere:keep");
  CHECK(counted("content") == "measure.outcome_gist:keep document.kind:keep document.dated:month");
  CHECK(veiled("account") == "hardship.bank_account:last4");
}

TEST_CASE("each role searches for what its duplicate check needs, and learns who handles it",
          "[redact][assistance]") {
  const Policy policy = assistance();
  std::map<std::string, std::string> fields;
  for (const Search& search : policy.searches()) {
    std::string& all = fields[policy.role(search.role)->name];
    all += (all.empty() ? "" : " ") + policy.schema().field(search.field)->name;
    for (const FieldId shown : search.shows) {
      const std::string& name = policy.schema().field(shown)->name;
      CHECK((name == "case.no" || name == "case.agency"));
    }
    CHECK(search.daily <= 200);
  }
  CHECK(fields == std::map<std::string, std::string>{
                      {"intake", "case.no person.cn_id person.phone"},
                      {"handler",
                       "case.no person.cn_id person.phone respondent.cn_id "
                       "incident.criminal_case_no incident.civil_case_no"},
                      {"caseworker", "case.no person.cn_id person.phone"},
                      {"minors_worker", "case.no person.phone minor.cn_id"},
                      {"counsellor", "case.no"},
                      {"court_liaison", "case.no incident.criminal_case_no incident.civil_case_no"},
                      {"supervisor", "case.no"},
                      {"inspector", "case.no"},
                      {"custodian", "case.no"},
                      {"export_officer", "case.no"}});
}

TEST_CASE("roles of the assistance policy may do what their day needs", "[redact][assistance]") {
  const Policy policy = assistance();
  std::map<std::string, std::string> may;
  for (const Role& role : policy.roles()) {
    for (const Action action : role.may) {
      std::string& all = may[std::string(to_string(action))];
      all += (all.empty() ? "" : " ") + role.name;
    }
  }
  CHECK(may["create"] == "intake caseworker");
  CHECK(may["history"] == "handler supervisor");
  CHECK(may["read_log"] == "auditor");
  CHECK(may["manage_people"] == "supervisor");
  CHECK(may["write"] == "intake handler caseworker minors_worker counsellor supervisor");
  CHECK(may["read"] ==
        "intake handler caseworker minors_worker counsellor court_liaison supervisor inspector "
        "custodian export_officer");
}

}  // namespace
}  // namespace veil::redact
