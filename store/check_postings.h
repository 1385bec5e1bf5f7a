// store/check_postings.h: does the index fit the records? Every place that a record lists must hold
// its posting, or stay as the record left it; and every posting must be listed by its record.
// Internal to check. Thread safety: one thread.
#pragma once

#include <functional>

#include "store/check.h"
#include "store/postings.h"
#include "store/vault_inside.h"

namespace veil::store {

class PostingCheck {
 public:
  using Find = std::function<void(Code code, std::string what)>;

  PostingCheck(const Vault::Inside& inside, const InForce& now, Find find)
      : inside_(inside), now_(now), find_(std::move(find)) {}

  // What a record lists; and whether its lexicon is whole.
  void take(const LoadedRecord& record);
  // Once all records were taken. Answers how many postings there are.
  Result<std::uint64_t> run(const Snapshot& snapshot);
  // The counts of searches and of pieces: each of a person of the roster, and whole.
  Result<> check_counts(const Snapshot& snapshot) const;

 private:
  struct Claim {
    PostingAddress address{};
    RecordId record;
    redact::Row row = 0;
    redact::FieldId field = 0;  // 0: the record left the place
  };

  void compare(const Claim& claim, const std::optional<Posting>& posting) const;
  void missing(const Claim& claim) const;
  void visit(BytesView key, BytesView row);

  const Vault::Inside& inside_;
  const InForce& now_;
  Find find_;
  std::vector<Claim> claims_;  // ascending once run() has begun
  std::size_t next_ = 0;       // of them
  std::uint64_t seen_ = 0;
};

}  // namespace veil::store
