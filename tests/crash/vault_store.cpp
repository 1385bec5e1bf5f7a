#include "tests/crash/vault_store.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <sstream>

#include "crypto/hash.h"
#include "store/check.h"
#include "tests/temporary_folder.h"

namespace veil::tests {
namespace {

namespace fs = std::filesystem;
using store::Action;
using store::RecordId;
using store::Session;

template <class T>
T must(Result<T> result) {
  if (!result) FAIL(to_string(result.error().code) << ": " << result.error().message);
  return std::move(*result);
}

std::unique_ptr<Session> enter(store::Vault& vault, const fs::path& folder, const std::string& name,
                               const std::string& role, const std::string& purpose) {
  const crypto::Identity who = must(identity_in(folder, name));
  return must(Session::enter(vault, who, {role, purpose, std::nullopt}));
}

std::uint64_t number(const std::string& word) {
  return std::stoull(word);
}
RecordId id_of(const std::string& word) {
  return must(RecordId::parse(word));
}

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream in(line);
  std::vector<std::string> out;
  for (std::string word; in >> word;) out.push_back(word);
  return out;
}

bool is_write(const store::Entry& entry) {
  return entry.action == Action::create || entry.action == Action::update;
}

Action action_of(const std::string& what) {
  if (what == "read") return Action::read;
  if (what == "list") return Action::list;
  return what == "create" || what == "import" ? Action::create : Action::update;
}

}  // namespace

void make_plan_store(const fs::path& folder) {
  std::map<std::string, crypto::Identity> people;
  for (const char* name : {"head", "lin", "shen"}) {
    const crypto::Identity one = crypto::Identity::generate();
    const crypto::Key secret = one.reveal_box_secret();
    const auto written = store::create_file(folder / (std::string(name) + ".key"), secret.reveal());
    REQUIRE(written);
    people.emplace(name, crypto::Identity::from_key(secret));
  }
  store::NewStore what;
  what.policy = kPlanPolicy;
  what.founder = {"head", {"handler"}};
  what.clock = [] { return kPlanNow; };
  must(store::create_store(places_in(folder), people.at("head"), std::move(what)));
  const auto vault = must(open_in(folder));
  const std::vector<store::Enrolment> roster = {
      {"lin", people.at("lin").public_identity(), {"handler", "intake"}, 0},
      {"shen", people.at("shen").public_identity(), {"auditor"}, 0}};
  REQUIRE(store::enrol(*vault, people.at("head"), roster, kPlanNow));
  {
    const auto intake = enter(*vault, folder, "lin", "intake", "work");
    const std::vector<store::RecordDraft> drafts(kFirstRecords, new_case(*intake, 0));
    const std::string name = reason_of(0);
    must(intake->import(drafts, view_of(name), 0, name));
  }
  REQUIRE(vault->close());
}

void copy_plan_store(const fs::path& folder) {
  static const TemporaryFolder made(memory_root());
  static const bool once = (make_plan_store(made.path()), true);
  if (once) fs::copy(made.path(), folder, fs::copy_options::recursive);
}

void Told::note(const Run& run) {
  for (const std::string& line : run.lines) {
    CAPTURE(line);
    const std::vector<std::string> words = words_of(line);
    REQUIRE(words.size() >= 2);
    if (words[0] == "try") {
      note_try(number(words[1]), words);
    } else if (words[0] == "ok") {
      note_answer(number(words[1]), words);
    } else if (words[0] == "no" || words[0] == "refused") {
      CHECK(words.back() == "Unavailable");
      ++refusals_;
    } else {
      CHECK(words[0] == "enter");
    }
  }
}

// What nobody was told of was made in step 0, or in one that got no answer.
Told::Record& Told::record(const RecordId& id) {
  const auto [at, is_new] = records_.try_emplace(id, Record{1, 0, {}, 0});
  for (const auto& [k, what] : tried_) {
    if (is_new && (what == "create" || what == "import") && answers_.count(k) == 0) {
      at->second.steps.insert(k);
    }
  }
  return at->second;
}

void Told::note_try(std::uint64_t k, const std::vector<std::string>& words) {
  tried_[k] = words[2];
  if (words[2] != "amend" && words[2] != "note") return;
  Record& one = record(id_of(words[3]));
  ++one.tries;
  if (words[2] == "amend") one.steps.insert(k);
}

void Told::note_answer(std::uint64_t k, const std::vector<std::string>& words) {
  REQUIRE(tried_[k] == words[2]);
  Answer answer{words[2], "handler", {}};
  if (words[2] == "read") {
    REQUIRE(words.size() == 7);
    answer.role = words[3];
    answer.records.push_back(id_of(words[4]));
    note_seen(answer.records[0], number(words[5]), number(words[6]));
  } else if (words[2] == "amend" || words[2] == "note") {
    if (words[2] == "note") answer.role = "intake";
    answer.records.push_back(id_of(words[3]));
    Record& one = record(answer.records[0]);
    const bool next = number(words[4]) > one.version && number(words[4]) <= one.version + one.tries;
    CHECK(next);
    if (words[2] == "amend") one = {0, k, {}, 0};
    one.version = number(words[4]);
    one.tries = 0;
  } else {
    for (std::size_t i = 3; i < words.size(); ++i) answer.records.push_back(id_of(words[i]));
    if (words[2] != "list") {
      answer.role = "intake";
      for (const RecordId& id : answer.records) records_[id] = {1, k, {}, 0};
    }
  }
  answers_[k] = std::move(answer);
}

void Told::note_seen(const RecordId& id, std::uint64_t version, std::uint64_t step) {
  Record& one = record(id);
  const bool possible = version >= one.version && version <= one.version + one.tries;
  CHECK(possible);
  const bool right = step == one.step || one.steps.count(step) == 1;
  CHECK(right);
  one = {version, step, {}, 0};  // tries without an answer come before this session
}

// The store as its people find it.
struct Told::Found {
  struct Case {
    std::uint64_t version = 0;
    std::uint64_t origin = 0;
    std::uint64_t step = 0;
  };
  std::map<RecordId, Case> cases;
  std::vector<store::Entry> entries;
  std::map<std::string, redact::RoleId> roles;
};

void Told::check(const fs::path& folder) const {
  const auto vault = must(open_in(folder));
  Found found;
  {
    const auto handler = enter(*vault, folder, "lin", "handler", "work");
    for (const redact::Role& role : handler->policy().roles()) found.roles[role.name] = role.id;
    const auto page = must(handler->list({std::nullopt, store::kListPageMax, {}, {}}));
    for (const store::RecordView& one : page.records) {
      const auto& policy = handler->policy();
      const std::string step = plan_shown(policy, one.view, "case.step");
      REQUIRE(!step.empty());
      CHECK(plan_shown(policy, one.view, "case.phone") == phone_of(number(step)));
      found.cases[one.id] = {one.view.record_version,
                             number(plan_shown(policy, one.view, "case.origin")), number(step)};
    }
    const auto auditor = enter(*vault, folder, "shen", "auditor", "audit");
    for (const store::LogLine& line : must(auditor->read_log({std::nullopt, 0, 100000, {}}))) {
      found.entries.push_back(line.entry);
    }
  }
  check_records(found);
  check_log(found);
  const auto report = must(store::check_store(*vault));
  for (const store::CheckFinding& finding : report.findings) FAIL_CHECK(finding.what);
  for (const store::LogFault& fault : report.log.faults) FAIL_CHECK(fault.what);
  CHECK(report.ok());
  CHECK(report.records == found.cases.size());
  {
    const auto handler = enter(*vault, folder, "lin", "handler", "work");
    const RecordId any = found.cases.begin()->first;
    CHECK(must(handler->amend(any, amendment(handler->policy(), 0))) ==
          found.cases.begin()->second.version + 1);
  }
  CHECK(vault->close());
}

// Nothing that was told is lost, and nothing is there that was not tried.
void Told::check_records(const Found& found) const {
  std::map<std::uint64_t, std::size_t> made;
  for (const auto& [id, one] : found.cases) ++made[one.origin];
  CHECK(made[0] == kFirstRecords);
  for (const auto& [id, told] : records_) {
    CAPTURE(id.text(), told.version, told.tries);
    const auto at = found.cases.find(id);
    REQUIRE(at != found.cases.end());
    const bool possible =
        at->second.version >= told.version && at->second.version <= told.version + told.tries;
    CHECK(possible);
    if (told.tries == 0) CHECK(at->second.version == told.version);
    const bool right = at->second.step == told.step || told.steps.count(at->second.step) == 1;
    CHECK(right);
  }
  for (const auto& [k, what] : tried_) {
    CAPTURE(k, what);
    const std::size_t whole = what == "create" ? 1 : what == "import" ? kImportSize : 0;
    if (answers_.count(k) == 1) CHECK(made[k] == whole);
    CHECK((made[k] == 0 || made[k] == whole));
    made.erase(k);
  }
  made.erase(0);
  for (const auto& [k, count] : made) CHECK(count == 0);
}

// Every answer has its entry, by its session, and every version of a record has one.
void Told::check_log(const Found& found) const {
  std::multimap<std::string, const store::Entry*> by_reason;
  std::map<RecordId, std::uint64_t> writes;
  std::map<Hash, const store::Entry*> sessions;
  for (const store::Entry& entry : found.entries) {
    if (!entry.reason.empty()) by_reason.emplace(entry.reason, &entry);
    if (entry.action == Action::open_session) {
      REQUIRE(entry.statement);
      sessions[crypto::blake2b(entry.statement->bytes)] = &entry;
    }
    if (is_write(entry)) ++writes[entry.records.at(0)];
  }
  for (const auto& [id, one] : found.cases) CHECK(writes[id] == one.version);
  CHECK(writes.size() == found.cases.size());
  for (const auto& [k, answer] : answers_) {
    CAPTURE(k, answer.what);
    std::vector<RecordId> logged;
    const auto [from, to] = by_reason.equal_range(reason_of(k));
    for (auto at = from; at != to; ++at) {
      const store::Entry& entry = *at->second;
      // A write that merges reads first, and says so with the same reason.
      const bool reads_to_merge =
          entry.action == Action::read && action_of(answer.what) == Action::update;
      if (reads_to_merge) continue;
      CHECK(entry.action == action_of(answer.what));
      CHECK(entry.outcome == store::EntryOutcome::given);
      CHECK(entry.role == found.roles.at(answer.role));
      const auto session = sessions.find(entry.opening);
      REQUIRE(session != sessions.end());
      CHECK(session->second->person == entry.person);
      CHECK(session->second->role == entry.role);
      CHECK(entry.statement.has_value() == is_write(entry));
      logged.insert(logged.end(), entry.records.begin(), entry.records.end());
    }
    CHECK(logged == answer.records);
  }
}

}  // namespace veil::tests
