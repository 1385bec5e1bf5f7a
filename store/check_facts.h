// store/check_facts.h: do the facts that a host keeps of a record follow from the changes that its
// writers signed? Internal to check_statements(). Thread safety: as a snapshot's.
#pragma once

#include <set>

#include "store/vault.h"

namespace veil::store {

// What the log says of one version of a record.
struct SignedFacts {
  redact::PersonId person = 0;
  std::uint64_t logged_ms = 0;
  Hash change{};  // FactChange::hash
};

class FactsCheck {
 public:
  // `cited`: the requests that the records checked so far were changed under; must outlive it.
  FactsCheck(Vault& vault, std::set<Hash>& cited);
  ~FactsCheck();
  FactsCheck(const FactsCheck&) = delete;
  FactsCheck& operator=(const FactsCheck&) = delete;

  // `versions`: from version 1. The error says what does not follow, without naming the record.
  Result<> check(const RecordId& record, const std::vector<SignedFacts>& versions) const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace veil::store
