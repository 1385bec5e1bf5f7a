// tests/crash/vault_store.h: the store that vault_worker goes to work at, and what must be true of
// it after whatever happened to the worker. Thread safety: none; for the test's own thread.
#pragma once

#include <map>
#include <set>

#include "tests/crash/sweep.h"
#include "tests/crash/vault_plan.h"

namespace veil::tests {

// Makes a store with its people and first records in `folder`: step 0. Fails the test if it cannot.
void make_plan_store(const std::filesystem::path& folder);
// A copy of one that is made once a process.
void copy_plan_store(const std::filesystem::path& folder);

// All that workers said, held against each other as it comes and against the store at the end.
class Told {
 public:
  // Notes what a run said; asserts what it must never say. Runs follow each other.
  void note(const Run& run);
  // Opens the store, as its people do, and compares. It must open, and be usable on.
  void check(const std::filesystem::path& folder) const;

  std::uint64_t answers() const noexcept { return answers_.size(); }
  std::uint64_t refusals() const noexcept { return refusals_; }

 private:
  struct Answer {
    std::string what;
    std::string role;
    std::vector<store::RecordId> records;
  };
  struct Record {
    std::uint64_t version = 0;      // the newest that somebody was told
    std::uint64_t step = 0;         // that its values were of then
    std::set<std::uint64_t> steps;  // that may have written it since, without an answer
    std::uint64_t tries = 0;        // writes tried since, without an answer
  };
  struct Found;

  void note_try(std::uint64_t k, const std::vector<std::string>& words);
  void note_answer(std::uint64_t k, const std::vector<std::string>& words);
  void note_seen(const store::RecordId& id, std::uint64_t version, std::uint64_t step);
  Record& record(const store::RecordId& id);

  void check_records(const Found& found) const;
  void check_log(const Found& found) const;

  std::map<std::uint64_t, std::string> tried_;
  std::map<std::uint64_t, Answer> answers_;
  std::map<store::RecordId, Record> records_;
  std::uint64_t refusals_ = 0;
};

}  // namespace veil::tests
