// store/commit.h: the vault's side of one commit: what is checked of it, and what it becomes in the
// engine. Internal to store/vault_write.cpp.
// Thread safety: free functions.
#pragma once

#include "store/vault_inside.h"

namespace veil::store {

struct CommitContext {
  const Vault::Inside& inside;
  const InForce& now;
  const Visitor& visitor;
  std::uint64_t now_ms;

  FactWriting writing() const noexcept { return {visitor.opening.person, now_ms}; }
};

// Everything that the host can check without opening anything: places, versions, epochs, rules,
// paddings, that all strengths of a class come together, that who cannot read cannot overwrite,
// that facts are changed by who may. Denied, InvalidArgument or Conflict.
Result<> check_commit(const CommitContext& context, const HeldTicket& held, const CommitItem& item);

// The last of these checks alone: whether facts may be changed so.
Result<> check_facts(const CommitContext& context, const HeldTicket& held, const CommitItem& item);

CommitStatement statement_of(const CommitContext& context, const HeldTicket& held,
                             const CommitItem& item);

// The signature over the batch, as each record's log entry carries it. Denied if it does not fit.
Result<std::vector<Statement>> verify_batch(const CommitContext& context,
                                            const std::vector<CommitStatement>& statements,
                                            const crypto::Signature& signature);

class PostingPlan;  // store/posting_plan.h

// Adds record, secret row, history rows, postings, conditions and the log entry. Requires
// check_commit. Both stay as they are, so that it can be done again with another plan.
Result<> add_to_work(const CommitContext& context, const HeldTicket& held, const CommitItem& item,
                     PostingPlan& plan, Work& work);

}  // namespace veil::store
