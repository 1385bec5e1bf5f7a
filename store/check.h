// store/check.h: does what is stored fit what was logged? The host's own examination of a whole
// store: every record against its secret row and its last write in the access log, every history
// chain, every posting of an index against the record that lists it, every grant, every charter,
// and the log against its tree and its checkpoint. Opens no
// content. What it cannot see without an auditor is a host that lies: check_statements() folds what
// the writers signed. Thread safety: as the vault's; a check reads one snapshot.
#pragma once

#include <functional>

#include "store/log/verify.h"
#include "store/session.h"

namespace veil::store {

struct CheckFinding {
  Code code = Code::Corrupt;
  std::string what;  // names the place, never content
};

struct CheckReport {
  std::uint64_t records = 0;
  std::uint64_t history_rows = 0;
  std::uint64_t postings = 0;
  std::uint64_t grants = 0;
  std::uint64_t charters = 0;
  LogReport log;
  std::vector<CheckFinding> findings;  // the first kFindingsMax
  static constexpr std::size_t kFindingsMax = 100;
  bool ok() const noexcept { return findings.empty() && log.ok(); }
};

// `progress(done, all)` is called now and then; false stops with Unavailable.
using Progress = std::function<bool(std::uint64_t done, std::uint64_t all)>;

// The check itself is logged first. Errors only where the engine fails.
Result<CheckReport> check_store(Vault& vault, const Progress& progress = {});

struct StatementReport {
  std::uint64_t statements = 0;
  std::vector<CheckFinding> findings;
};
// The deep part, by an auditor: every write's statement is signed by the person that its opening
// names, and the statements of each record add up to the directory that it has. Requests and their
// answers are those that were signed, and none was used twice.
Result<StatementReport> check_statements(Vault& vault, Session& auditor,
                                         const Progress& progress = {});

}  // namespace veil::store
