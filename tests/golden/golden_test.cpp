// The golden stores, opened by this program: what it shows must stand in the same files that the
// reader in Python must print. Opening writes to a store (its log), so each test takes a copy.
#include <catch2/catch.hpp>
#include <fstream>
#include <set>
#include <sstream>

#include "crypto/bytes.h"
#include "store/check.h"
#include "tests/store/world.h"

namespace veil {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kDay = 24ULL * 60 * 60 * 1000;

std::string content_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  REQUIRE(in.good());
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::vector<std::string> lines_of(const fs::path& path) {
  std::istringstream in(content_of(path));
  std::vector<std::string> out;
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

std::string json_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string day_text(const redact::Date& date) {
  // Days of the civil calendar, counted from 0000-03-01 in cycles of 400 years.
  const int shifted = date.days + 719468;
  const int era = shifted / 146097;
  const int day = shifted % 146097;
  const int year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
  const int of_year = day - (365 * year + year / 4 - year / 100);
  const int month = (5 * of_year + 2) / 153;
  const int civil_month = month < 10 ? month + 3 : month - 9;
  std::ostringstream out;
  out.fill('0');
  out.width(4);
  out << (year + era * 400 + (civil_month <= 2 ? 1 : 0));
  if (date.precision == redact::Precision::year) return out.str();
  out << '-';
  out.width(2);
  out << civil_month;
  if (date.precision == redact::Precision::month) return out.str();
  out << '-';
  out.width(2);
  out << of_year - (153 * month + 2) / 5 + 1;
  return out.str();
}

std::string code_text(const redact::CodeEntry& code) {
  return "{\"code\": " + json_text(code.code) + ", \"edition\": " + json_text(code.edition) + "}";
}

// Type and value as the expected files write them.
struct TypedText {
  std::string operator()(const redact::Unknown& /*unknown*/) const { return of("unknown", "null"); }
  std::string operator()(const std::string& text) const { return of("text", json_text(text)); }
  std::string operator()(const redact::Date& date) const {
    return of("date", json_text(day_text(date)));
  }
  std::string operator()(const redact::Money& money) const {
    return of("money", std::to_string(money.fen));
  }
  std::string operator()(std::int64_t number) const { return of("number", std::to_string(number)); }
  std::string operator()(bool flag) const { return of("bool", flag ? "true" : "false"); }
  std::string operator()(const redact::CodeEntry& code) const {
    return of("code", code_text(code));
  }
  std::string operator()(const std::vector<redact::CodeEntry>& codes) const {
    std::string out = "[";
    for (const auto& code : codes) out += (out.size() > 1 ? ", " : "") + code_text(code);
    return of("codes", out + "]");
  }
  std::string operator()(const redact::Band& band) const {
    const auto end = [](const std::optional<std::int64_t>& n) {
      return n ? std::to_string(*n) : "null";
    };
    return of("band", "{\"low\": " + end(band.low) + ", \"high\": " + end(band.high) + "}");
  }
  std::string operator()(const redact::FileReference& file) const {
    return of("file", "{\"media_type\": " + json_text(file.media_type) +
                          ", \"size\": " + std::to_string(file.size) +
                          ", \"digest\": " + json_text(hex(file.digest)) + "}");
  }
  std::string operator()(const redact::Present& present) const {
    return of("present", present.valid ? "true" : "false");
  }
  static std::string of(const char* type, const std::string& value) {
    return std::string("\"type\": \"") + type + "\", \"value\": " + value + "}";
  }
};

class Golden {
 public:
  Golden() {
    for (const char* name : {"store", "host.key", "host.key.erasure", "identities"}) {
      fs::copy(source() / name, dir_.path() / name, fs::copy_options::recursive);
    }
    for (const char* name : {"host.key", "host.key.erasure"}) {
      fs::permissions(dir_.path() / name, fs::perms::owner_read | fs::perms::owner_write);
    }
    open();
  }

  static fs::path source() { return test::source_path("tests/golden/v1"); }
  store::Vault& vault() { return *vault_; }
  void reopen() {
    auto closed = vault_->close();
    if (!closed) FAIL(closed.error().message);
    vault_.reset();
    open();
  }
  std::unique_ptr<store::Session> enter(const std::string& name, const std::string& role,
                                        const std::string& purpose) {
    const fs::path file = dir_.path() / "identities" / name;
    std::string passphrase = content_of(file.string() + ".pass");
    passphrase.pop_back();
    auto identity = crypto::Identity::from_file(view_of(content_of(file.string() + ".age")),
                                                crypto::Secret::copy_of(view_of(passphrase)));
    if (!identity) FAIL(identity.error().message);
    auto session = store::Session::enter(*vault_, *identity, {role, purpose, std::nullopt});
    if (!session) FAIL(session.error().message);
    return std::move(*session);
  }
  std::vector<store::RecordId> records() const {
    std::vector<store::RecordId> out;
    for (const std::string& line : lines_of(source() / "expected" / "facts.jsonl")) {
      auto id = store::RecordId::parse(line.substr(line.find(": \"") + 3, 28));
      if (!id) FAIL(id.error().message);
      out.push_back(*id);
    }
    return out;
  }

 private:
  void open() {
    auto opened = store::open_store({dir_.path() / "store", dir_.path() / "host.key", {}},
                                    {[] { return test::kMonday + 4 * kDay; }, "golden"});
    if (!opened) FAIL(opened.error().message);
    vault_ = std::move(*opened);
  }

  test::TempFolder dir_;
  std::unique_ptr<store::Vault> vault_;
};

// What a session sees of a record in the three strengths, but for facts, as lines.
void add_lines(std::set<std::string>& to, store::Session& session, const store::RecordId& id) {
  for (const auto strength :
       {redact::Strength::counted, redact::Strength::veiled, redact::Strength::full}) {
    store::Want want;
    want.at_most = strength;
    const auto read = session.read(id, want, "golden reading");
    if (!read) FAIL(read.error().message);
    for (const redact::Cell& cell : read->view.cells) {
      const redact::Field& field = *session.policy().schema().field(cell.field);
      const bool known =
          cell.marker == redact::Marker::value || cell.marker == redact::Marker::unknown;
      if (!known || field.fact != redact::FactKind::none) continue;
      to.insert(
          "{\"record\": " + json_text(id.text()) + ", \"class\": " + std::to_string(field.cls) +
          ", \"strength\": " + json_text(redact::to_string(cell.strength)) +
          ", \"row\": " + std::to_string(cell.row) + ", \"field\": " + std::to_string(cell.field) +
          ", " + std::visit(TypedText{}, cell.value.value_or(redact::Unknown{})));
    }
  }
}

// The expected lines of what is not history, and not a value that this strength cannot show.
std::set<std::string> expected_lines(const std::string& role) {
  std::set<std::string> out;
  for (const auto& line : lines_of(Golden::source() / "expected" / (role + ".jsonl"))) {
    const bool unshowable = line.find("\"present\", \"value\": false") != std::string::npos;
    if (line.find("\"replaced_in\"") == std::string::npos && !unshowable) out.insert(line);
  }
  return out;
}

std::vector<std::string> beyond(const std::set<std::string>& a, const std::set<std::string>& b) {
  std::vector<std::string> out;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

std::string log_line(const store::LogLine& line) {
  const store::Entry& entry = line.entry;
  const auto number = [](const char* name, auto n) {
    return std::string("\"") + name + "\": " + std::to_string(n) + ", ";
  };
  std::string out = "{" + number("index", line.index) + number("time", entry.time_ms) +
                    number("action", static_cast<int>(entry.action)) +
                    number("outcome", static_cast<int>(entry.outcome)) +
                    number("person", entry.person) + number("role", entry.role) +
                    number("purpose", entry.purpose) + number("charter", entry.charter_version) +
                    number("part", entry.part) + number("parts", entry.parts) +
                    "\"reason\": " + json_text(entry.reason) +
                    ", \"client\": " + json_text(entry.client) + ", \"records\": [";
  for (std::size_t i = 0; i < entry.records.size(); ++i) {
    out += (i > 0 ? ", " : "") + json_text(entry.records[i].text());
  }
  out += "], \"classes\": [";
  for (std::size_t i = 0; i < entry.classes.size(); ++i) {
    const auto& outcome = entry.classes[i];
    out += (i > 0 ? ", [" : "[") + std::to_string(outcome.cls) + ", " +
           json_text(redact::to_string(outcome.given)) + ", " + std::to_string(outcome.reason) +
           "]";
  }
  return out + "]}";
}

}  // namespace

TEST_CASE("a golden store shows each role what the expected files say", "[golden]") {
  struct Row {
    const char* role;
    const char* person;
    std::vector<const char*> purposes;
    bool all;  // the role's conditions hold for every record
  };
  const auto row = GENERATE(values<Row>({
      {"handler", "lin", {"assist", "investigate"}, true},
      {"caseworker", "zhao", {"assist"}, false},
      {"intake", "lin", {"intake"}, false},
      {"supervisor", "head", {"manage"}, false},
      {"statistician", "sun", {"statistics"}, true},
  }));
  CAPTURE(row.role);
  Golden golden;
  std::set<std::string> seen;
  for (const char* purpose : row.purposes) {
    const auto session = golden.enter(row.person, row.role, purpose);
    for (const store::RecordId& id : golden.records()) add_lines(seen, *session, id);
  }
  const auto expected = expected_lines(row.role);
  CHECK(beyond(seen, expected).empty());
  if (row.all) {
    CHECK(beyond(expected, seen).empty());
  } else {
    CHECK(seen.size() * 5 >= expected.size());  // intake: her newest registration only
  }
}

// A case that states no day of opening was opened when it was created.
TEST_CASE("the facts of a golden store are those that were written", "[golden]") {
  Golden golden;
  const auto ids = golden.records();
  REQUIRE(ids.size() == 3);
  const auto handler = golden.enter("lin", "handler", "assist");
  const std::vector<std::string> wanted = {"受理登记 lin lin、zhao 2026-03-02",
                                           "受理登记 lin lin 2026-03-04",
                                           "审查 lin lin、zhao 2026-03-02"};
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto read = handler->read(ids[i], {}, "golden reading");
    if (!read) FAIL(read.error().message);
    std::string line;
    for (const char* field :
         {"case.status", "case.created_by", "case.assigned", "case.opened_on"}) {
      line += (line.empty() ? "" : " ") + test::shown(*handler, read->view, field);
    }
    CHECK(line == wanted[i]);
  }
}

TEST_CASE("the log of a golden store opens for its auditor", "[golden]") {
  Golden golden;
  const auto wanted = lines_of(Golden::source() / "expected" / "log.jsonl");
  const auto auditor = golden.enter("shen", "auditor", "audit");
  store::LogRequest request;
  request.limit = wanted.size();
  const auto lines = auditor->read_log(request);
  if (!lines) FAIL(lines.error().message);
  REQUIRE(lines->size() == wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) CHECK(log_line((*lines)[i]) == wanted[i]);
}

TEST_CASE("a golden store passes its check and takes new writes", "[golden]") {
  Golden golden;
  const auto check = [&] {
    auto report = store::check_store(golden.vault());
    if (!report) FAIL(report.error().message);
    for (const auto& finding : report->findings) UNSCOPED_INFO(finding.what);
    CHECK(report->ok());
    const auto auditor = golden.enter("shen", "auditor", "audit");
    auto statements = store::check_statements(golden.vault(), *auditor);
    if (!statements) FAIL(statements.error().message);
    for (const auto& finding : statements->findings) UNSCOPED_INFO(finding.what);
    CHECK(statements->findings.empty());
    CHECK(statements->statements >= 17);
  };
  check();
  const store::RecordId id = golden.records()[2];
  {
    const auto handler = golden.enter("lin", "handler", "assist");
    store::RecordDraft change;
    change.edits.push_back(test::edit(handler->policy(), "person.phone", "13600136000"));
    change.edits.push_back(test::edit(handler->policy(), "minor.name", "王小娃", 2));
    const auto version = handler->amend(id, change);
    if (!version) FAIL(version.error().message);
    CHECK(*version == 3);
  }
  golden.reopen();
  check();
  const auto handler = golden.enter("lin", "handler", "assist");
  const auto read = handler->read(id, {}, "golden reading");
  if (!read) FAIL(read.error().message);
  CHECK(test::shown(*handler, read->view, "person.phone") == "13600136000");
  CHECK(test::shown(*handler, read->view, "minor.name", 2) == "王小娃");
  CHECK(test::shown(*handler, read->view, "minor.birth_date", 2) == "2012-11");
  CHECK(test::shown(*handler, read->view, "note.body", 1) == "家访一次，情绪稳定。");
}

}  // namespace veil
