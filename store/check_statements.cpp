#include <algorithm>
#include <map>
#include <set>

#include "crypto/hash.h"
#include "crypto/merkle.h"
#include "store/check.h"
#include "store/check_facts.h"
#include "store/check_requests.h"
#include "store/opening.h"

namespace veil::store {
namespace {

constexpr std::size_t kPage = 1000;

struct Folded {
  std::uint64_t version = 0;
  std::vector<DirectoryEntry> directory;  // without offsets and without the host's sections
  std::vector<SignedFacts> facts;         // of each version
};

// Follows the log from its first entry: who entered, and what each of them signed.
class Folding {
 public:
  explicit Folding(const Charter& charter, const StoreId& store)
      : requests(charter, store), charter_(charter), store_(store) {}

  void take(const LogLine& line) {
    const Entry& entry = line.entry;
    if (!entry.statement) {
      if (entry.action == Action::create || entry.action == Action::update) {
        find(line, "a write without a statement");
      }
      return;
    }
    switch (entry.action) {
      case Action::open_session:
        return take_opening(line);
      case Action::request:
      case Action::break_glass:
        ++report.statements;
        if (!requests.take(entry)) find(line, "a request or answer that its person did not sign");
        return;
      default:
        return take_commit(line);
    }
  }

  const std::map<RecordId, Folded>& records() const noexcept { return records_; }
  StatementReport report;
  RequestsCheck requests;

  void find(std::string what) {
    if (report.findings.size() < CheckReport::kFindingsMax) {
      report.findings.push_back({Code::Corrupt, std::move(what)});
    }
  }

 private:
  void find(const LogLine& line, const char* what) {
    find("log entry " + std::to_string(line.index) + ": " + what);
  }

  void take_opening(const LogLine& line) {
    const Statement& statement = *line.entry.statement;
    auto opening = decode_opening(statement.bytes);
    const RosterEntry* person = opening ? charter_.person(opening->person) : nullptr;
    if (person == nullptr || opening->store != store_ || opening->person != line.entry.person ||
        opening->role != line.entry.role || opening->purpose != line.entry.purpose ||
        crypto::blake2b(statement.bytes) != line.entry.opening ||
        !crypto::verify(person->identity.verify_key(), statement.bytes, statement.signature)) {
      return find(line, "an opening that its person did not sign");
    }
    if (line.entry.outcome == EntryOutcome::given) {
      openings_[line.entry.opening] = person->identity.verify_key();
    }
  }

  void take_commit(const LogLine& line) {
    ++report.statements;
    const Statement& signed_by = *line.entry.statement;
    auto statement = decode_statement(signed_by.bytes);
    const auto opening = openings_.find(line.entry.opening);
    if (!statement || statement->store != store_ || opening == openings_.end() ||
        statement->opening != line.entry.opening || line.entry.records.size() != 1 ||
        line.entry.records.front() != statement->record) {
      return find(line, "a commit statement that does not fit its entry");
    }
    auto root =
        crypto::root_from_inclusion(crypto::leaf_hash(signed_by.bytes), signed_by.path.index,
                                    signed_by.path.size, signed_by.path.hashes);
    if (!root ||
        !crypto::verify(opening->second,
                        batch_message(store_, statement->opening, signed_by.path.size, *root),
                        signed_by.signature)) {
      return find(line, "a commit statement that its person did not sign");
    }
    fold(line, *statement);
  }

  void fold(const LogLine& line, const CommitStatement& statement) {
    Folded& record = records_[statement.record];
    if (statement.record_version != record.version + 1) {
      return find(line, "a commit statement out of its record's order");
    }
    record.version = statement.record_version;
    record.facts.push_back({line.entry.person, line.entry.time_ms, statement.facts});
    for (const SectionName& name : statement.removed) {
      const auto removed = std::erase_if(record.directory, [&](const DirectoryEntry& entry) {
        return entry.compartment == name.compartment &&
               entry.section_version == name.section_version;
      });
      if (removed != 1) find(line, "a commit statement that removes what was not there");
    }
    record.directory.insert(record.directory.end(), statement.written.begin(),
                            statement.written.end());
  }

  const Charter& charter_;
  StoreId store_;
  std::map<Hash, crypto::VerifyKey> openings_;
  std::map<RecordId, Folded> records_;
};

void compare(Folding& folding, const FactsCheck& facts, const HeadLine& line,
             std::set<RecordId>& seen) {
  seen.insert(line.id);
  const std::string place = "record " + line.id.text() + ": ";
  auto head = parse_record_head(line.head);
  const auto folded = folding.records().find(line.id);
  if (!head || folded == folding.records().end()) {
    return folding.find(place + "its head does not parse, or nobody signed a write of it");
  }
  std::vector<DirectoryEntry> have;
  for (DirectoryEntry entry : head->directory) {
    if (redact::class_of(entry.compartment) == 0) continue;
    entry.offset = 0;
    have.push_back(entry);
  }
  std::vector<DirectoryEntry> want = folded->second.directory;
  std::sort(want.begin(), want.end(), [](const auto& a, const auto& b) {
    return std::pair(a.compartment, a.section_version) <
           std::pair(b.compartment, b.section_version);
  });
  if (have != want || head->record_version != folded->second.version) {
    folding.find(place + "it is not what its writers signed");
  }
  if (auto checked = facts.check(line.id, folded->second.facts); !checked) {
    folding.find(place + checked.error().message);
  }
}

}  // namespace

Result<StatementReport> check_statements(Vault& vault, Session& auditor, const Progress& progress) {
  Folding folding(auditor.charter(), vault.store_id());
  LogRequest request;
  request.limit = kPage;
  request.reason = "check";
  for (std::uint64_t size = 0;; request.from += kPage) {
    auto lines = auditor.read_log(request);
    if (!lines) return fail(lines.error());
    if (lines->empty()) break;
    for (const LogLine& line : *lines) folding.take(line);
    size = lines->back().index + 1;
    if (progress && !progress(size, size)) return fail(Code::Unavailable, "check: stopped");
    if (lines->size() < kPage) break;
  }
  std::set<RecordId> seen;
  std::set<Hash> cited;  // requests that changes of facts were made under
  std::optional<RecordId> after;
  for (;;) {
    auto heads = auditor.heads(after, kPage);
    if (!heads) return fail(heads.error());
    const FactsCheck facts(vault, cited);
    for (const HeadLine& line : *heads) compare(folding, facts, line, seen);
    if (heads->size() < kPage) break;
    after = heads->back().id;
  }
  for (const auto& [id, record] : folding.records()) {
    if (seen.count(id) == 0) folding.find("record " + id.text() + ": signed for, and missing");
  }
  auto requests = folding.requests.compare(vault);
  if (!requests) return fail(requests.error());
  for (std::string& what : *requests) folding.find(std::move(what));
  return std::move(folding.report);
}

}  // namespace veil::store
