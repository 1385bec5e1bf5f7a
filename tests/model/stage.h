// tests/model/stage.h: a real store in memory that a sketch is acted out in: founded with its
// policy, its people enrolled, records written and read through sessions.
#pragma once

#include <memory>

#include "crypto/identity.h"
#include "store/session.h"
#include "tests/model/model.h"
#include "tests/temporary_folder.h"

namespace veil::model {

class Stage {
 public:
  // Every person may make records; who has which other role is drawn.
  Stage(Sketch sketch, std::mt19937_64& random);

  const Sketch& sketch() const { return sketch_; }
  std::size_t records() const { return records_.size(); }
  const RecordSketch& record(std::size_t at) const { return records_.at(at).sketch; }
  void pass_time(std::mt19937_64& random);
  void make_record(std::mt19937_64& random);
  void change_record(std::mt19937_64& random);
  // Somebody asks for access, breaks the glass, or answers.
  void act_together(std::mt19937_64& random);
  bool is_suspended(int person) const;

  AskSketch random_ask(std::mt19937_64& random) const;
  // What each record shows to this asker: by reading it, and by listing all.
  std::vector<std::optional<ViewModel>> read_all(const AskSketch& ask);
  std::vector<std::optional<ViewModel>> list_all(const AskSketch& ask);

 private:
  struct Written {
    store::RecordId id;
    RecordSketch sketch;
    std::uint32_t next_row = 1;
    std::vector<store::RequestId> requests;  // as in the sketch
  };

  std::unique_ptr<store::Session> enter(int person, int role, int purpose);
  // Null if she is suspended.
  std::unique_ptr<store::Session> try_enter(const AskSketch& ask);
  void ask_access(Written& record, const AskSketch& ask);
  void break_glass(Written& record, const AskSketch& ask);
  void answer(std::mt19937_64& random, Written& record);
  bool holds_glass(int person) const;
  store::RecordDraft draft(std::mt19937_64& random, Written& record, bool is_new);
  void agree(std::mt19937_64& random, Written& record, store::RecordDraft& out,
             std::uint32_t new_rows);
  std::vector<redact::PersonId> numbers(const std::set<int>& people) const;

  tests::TemporaryFolder folder_{tests::memory_root()};
  Sketch sketch_;
  std::vector<crypto::Identity> people_;
  std::vector<std::set<int>> roles_;  // of each person
  std::unique_ptr<store::Vault> vault_;
  std::uint64_t now_ms_ = 1'772'416'800'000;
  std::vector<Written> records_;
};

}  // namespace veil::model
