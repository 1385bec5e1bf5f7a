// Goes to work at a store (vault_plan.h) and says each answer that it gets right after the call:
//   enter ROLE                        a session
//   try K read|list|create|note|import|amend [ID]      before a call
//   ok K read ROLE ID VERSION STEP    a view; STEP is what it shows
//   ok K list ID...   ok K create ID   ok K amend|note ID VERSION   ok K import ID...
//   no K CODE                         an error; then the store is closed and opened again
//   refused CODE                      the store or a session of it did not open
// Arguments: the first and the last step, the folder.
#include <cstdlib>
#include <string>
#include <vector>

#include "tests/crash/vault_plan.h"
#include "tests/crash/worker_lines.h"

namespace veil::tests {
namespace {

using store::RecordId;
using store::Session;

constexpr int kOpensMax = 6;  // more than a run without a fault needs

std::string number(std::uint64_t value) {
  return std::to_string(value);
}

class Work {
 public:
  Work(std::uint64_t next, std::uint64_t last, std::filesystem::path folder)
      : next_(next), half_((next + last) / 2), last_(last), folder_(std::move(folder)) {}

  // Until half of it or all of it is done, or something failed.
  void open_and_run() {
    auto vault = open_in(folder_);
    if (!vault) return refused(vault.error());
    auto who = identity_in(folder_, "lin");
    if (!who) return refused(who.error());
    if (auto handler = enter(**vault, *who, "handler")) {
      if (auto intake = enter(**vault, *who, "intake")) {
        handler_ = handler.get();
        intake_ = intake.get();
        if (!known_.empty() || look_around()) run();
      }
    }
    if (auto closed = (*vault)->close(); !closed) refused(closed.error());
  }

  bool done() const { return next_ > last_; }

 private:
  static void refused(const Error& error) { say(std::string("refused ") + to_string(error.code)); }

  static std::unique_ptr<Session> enter(store::Vault& vault, const crypto::Identity& who,
                                        const std::string& role) {
    auto session = Session::enter(vault, who, {role, "work", std::nullopt});
    if (!session) {
      refused(session.error());
      return nullptr;
    }
    say("enter " + role);
    return std::move(*session);
  }

  // The records that are there; not an answer that is told.
  bool look_around() {
    auto page = handler_->list({std::nullopt, store::kListPageMax, {}, {}});
    if (!page) refused(page.error());
    if (!page) return false;
    for (const store::RecordView& record : page->records) known_.push_back(record.id);
    return true;
  }

  void run() {
    const std::uint64_t until = next_ <= half_ ? half_ : last_;
    while (next_ <= until) {
      const std::uint64_t k = next_++;
      auto said = one(k, step_at(k));
      if (!said) {
        say("no " + number(k) + " " + to_string(said.error().code));
        return;
      }
      say("ok " + number(k) + " " + *said);
    }
  }

  Result<std::string> one(std::uint64_t k, const PlannedStep& step) {
    const RecordId id = known_[step.draw % known_.size()];
    switch (step.what) {
      case Step::read:
        return read(k, step.as_intake ? *intake_ : *handler_, id);
      case Step::list:
        return list(k, step.draw);
      case Step::create:
        return create(k);
      case Step::amend:
        return write(k, *handler_, "amend", id, amendment(handler_->policy(), k));
      case Step::note:
        return write(k, *intake_, "note", id, note(intake_->policy(), k));
      case Step::import:
        return import(k);
    }
    return fail(Code::Unsupported, "no such step");
  }

  static Result<std::string> read(std::uint64_t k, Session& session, const RecordId& id) {
    say("try " + number(k) + " read");
    auto record = session.read(id, {}, reason_of(k));
    if (!record) return fail(record.error());
    return "read " + session.role().name + " " + record->id.text() + " " +
           number(record->view.record_version) + " " +
           plan_shown(session.policy(), record->view, "case.step");
  }

  Result<std::string> list(std::uint64_t k, std::uint64_t draw) {
    say("try " + number(k) + " list");
    auto page = handler_->list({std::nullopt, 1 + draw % 9, {}, reason_of(k)});
    if (!page) return fail(page.error());
    std::string out = "list";
    for (const store::RecordView& record : page->records) out += " " + record.id.text();
    return out;
  }

  Result<std::string> create(std::uint64_t k) {
    say("try " + number(k) + " create");
    auto id = intake_->create(new_case(*intake_, k), reason_of(k));
    if (!id) return fail(id.error());
    known_.push_back(*id);
    return "create " + id->text();
  }

  static Result<std::string> write(std::uint64_t k, Session& session, const std::string& what,
                                   const RecordId& id, const store::RecordDraft& draft) {
    say("try " + number(k) + " " + what + " " + id.text());
    auto version = session.amend(id, draft, reason_of(k));
    if (!version) return fail(version.error());
    return what + " " + id.text() + " " + number(*version);
  }

  Result<std::string> import(std::uint64_t k) {
    say("try " + number(k) + " import");
    const std::vector<store::RecordDraft> drafts(kImportSize, new_case(*intake_, k));
    const std::string name = reason_of(k);
    auto records = intake_->import(drafts, view_of(name), 0, reason_of(k));
    if (!records) return fail(records.error());
    std::string out = "import";
    for (const Session::Imported& record : *records) {
      known_.push_back(record.id);
      out += " " + record.id.text();
    }
    return out;
  }

  std::uint64_t next_;
  const std::uint64_t half_;
  const std::uint64_t last_;
  const std::filesystem::path folder_;
  Session* handler_ = nullptr;
  Session* intake_ = nullptr;
  std::vector<RecordId> known_;
};

int run_steps(char** words) {
  Work work(std::strtoull(words[1], nullptr, 10), std::strtoull(words[2], nullptr, 10), words[3]);
  for (int opens = 0; opens < kOpensMax && !work.done(); ++opens) work.open_and_run();
  return work.done() ? 0 : 1;
}

}  // namespace
}  // namespace veil::tests

int main(int count, char** words) {
  return count == 4 ? veil::tests::run_steps(words) : 2;
}
