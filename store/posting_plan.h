// store/posting_plan.h: where the postings of one batch go, found in one snapshot. Internal to the
// vault's writing.
// Every place is taken on the condition that it is still free; if it is not, somebody else wrote
// the same value first, and planning again finds the place behind hers.
// Thread safety: one thread.
#pragma once

#include <memory>
#include <set>

#include "store/commit.h"

namespace veil::store {

class PostingPlan {
 public:
  explicit PostingPlan(const Vault::Inside& inside, const InForce& now)
      : inside_(inside), now_(now) {}

  // Adds the postings of one record, the places that it leaves, and the conditions to `work`.
  // Answers its new listing; nothing if that stays as it is. Corrupt if the old one does not open.
  Result<std::optional<std::vector<ListedPosting>>> add(const HeldTicket& held,
                                                        const CommitItem& item, Work& work);
  // Whether somebody took a place of this plan meanwhile.
  Result<bool> overtaken() const;

 private:
  Result<> set(std::vector<ListedPosting>& listing, const HeldTicket& held, const IndexEdit& edit,
               Work& work);
  void bury(ListedPosting& posting, Work& work) const;
  // The first place that is free: all before it are taken.
  Result<std::uint64_t> first_free(const crypto::Key& token) const;
  Result<bool> taken(const crypto::Key& token, std::uint64_t place) const;

  const Vault::Inside& inside_;
  const InForce& now_;
  std::unique_ptr<Snapshot> snapshot_;
  std::set<PostingAddress> planned_;
};

}  // namespace veil::store
