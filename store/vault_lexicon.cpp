// Looking for pieces of a text in the lexicon of its record, the host's half: only under a ticket
// to write that text, counted, limited, and logged before it is answered.
#include <algorithm>

#include "store/vault_inside.h"

namespace veil::store {
namespace {

constexpr unsigned kRoundsMax = 32;  // in which the same person may ask elsewhere

// What of a ticket an answer rests on: the ticket itself can be spent meanwhile.
struct Asked {
  RecordId record;
  redact::Facts facts;
  std::vector<redact::ClassId> classes;
  std::string reason;
  std::shared_ptr<const Lexicon> lexicon;
};

class Asking {
 public:
  Asking(Vault::Inside& inside, const InForce& now, Visitor& visitor, const LexiconRequest& request)
      : inside_(inside), now_(now), visitor_(visitor), request_(request) {}

  Result<LexiconAnswer> run() {
    if (request_.pieces.empty() || request_.pieces.size() > kPiecesMax) {
      return fail(Code::InvalidArgument, "lexicon: want 1 to 524,288 pieces");
    }
    if (auto taken = take(); !taken) return fail(taken.error());
    const redact::Decision decision =
        inside_.decide(now_, inside_.ask(visitor_, now_, redact::Action::write, asked_.reason),
                       asked_.record, asked_.facts);
    if (!may_write(decision)) return refuse("write: this role may not write all of these fields");
    find();
    const bool counted = !reads_all(decision);
    for (unsigned round = 0; round < kRoundsMax; ++round) {
      auto done = log_given(counted);
      if (done) return std::move(answer_);
      if (done.error().code != Code::Conflict) return fail(done.error());
    }
    return fail(Code::Conflict, "lexicon: this person is asking elsewhere; try again");
  }

 private:
  Result<> take() {
    const std::lock_guard lock(visitor_.mutex);
    const auto at = visitor_.tickets.find(request_.ticket);
    if (at == visitor_.tickets.end()) {
      return fail(Code::Conflict,
                  "lexicon: its ticket was spent or is another session's; begin again");
    }
    HeldTicket& held = at->second;
    if (held.lexicon == nullptr) {
      return fail(Code::Denied, "lexicon: only for who writes a text of the record");
    }
    if (held.asks >= kAsksOfTicketMax ||
        request_.pieces.size() > kPiecesOfTicketMax - held.pieces) {
      return fail(Code::InvalidArgument,
                  "lexicon: the texts of one write are too long to be scrubbed together");
    }
    ++held.asks;
    held.pieces += request_.pieces.size();
    asked_ = {held.shown.record, held.before->facts, held.classes, held.reason, held.lexicon};
    return {};
  }

  bool may_write(const redact::Decision& decision) const {
    return std::all_of(asked_.classes.begin(), asked_.classes.end(), [&](redact::ClassId cls) {
      const redact::ClassDecision* one = decision.of(cls);
      return one != nullptr && one->write;
    });
  }

  // Who may read every value that the lexicon can hold learns nothing from it.
  bool reads_all(const redact::Decision& decision) const {
    const auto& known = now_.policy.known();
    return std::all_of(known.begin(), known.end(), [&](redact::FieldId field) {
      const auto* one = decision.of(now_.policy.schema().field(field)->cls);
      return one != nullptr && one->strength == redact::Strength::full;
    });
  }

  void find() {
    const LexiconTokens tokens(inside_.keys.index, inside_.store, asked_.record);
    for (std::size_t i = 0; i < request_.pieces.size(); ++i) {
      const LexiconEntry* entry = asked_.lexicon->find(tokens.of(request_.pieces[i]));
      if (entry != nullptr) answer_.hits.push_back({static_cast<std::uint32_t>(i), entry->tag});
    }
  }

  Entry entry(EntryOutcome outcome) const {
    Entry out = inside_.entry(visitor_, now_, Action::scrub, asked_.reason);
    out.outcome = outcome;
    out.records = {asked_.record};
    const std::uint64_t hits = outcome == EntryOutcome::given ? answer_.hits.size() : 0;
    out.subject = lexicon_subject({request_.pieces.size(), hits});
    return out;
  }

  Result<LexiconAnswer> refuse(const char* why, Code code = Code::Denied) const {
    if (auto logged = inside_.record(entry(EntryOutcome::refused)); !logged) {
      return fail(logged.error());
    }
    return fail(code, why);
  }

  // The entry and the count together, or neither; Conflict if the count changed meanwhile.
  Result<> log_given(bool counted) const {
    Work work;
    work.drafts.push_back({entry(EntryOutcome::given), std::nullopt});
    const redact::PersonId person = visitor_.opening.person;
    if (counted) {
      auto snapshot = inside_.engine->snapshot();
      if (!snapshot) return fail(snapshot.error());
      auto row = inside_.piece_counts.read(**snapshot, person);
      if (!row) return fail(row.error());
      auto count = inside_.piece_counts.today(person, *row, now_.policy, inside_.clock());
      if (!count) return fail(count.error());
      if (request_.pieces.size() > kPiecesOfDayMax - std::min(count->count, kPiecesOfDayMax)) {
        auto refused = refuse(
            "lexicon: this is more text than one person may have scrubbed in a day; go on tomorrow",
            Code::Unavailable);
        return fail(refused.error());
      }
      count->count += static_cast<std::uint32_t>(request_.pieces.size());
      const Bytes key = inside_.piece_counts.row_key(person);
      work.conditions.push_back({key, std::move(*row)});
      work.changes.push_back({key, inside_.piece_counts.seal(person, *count)});
    }
    auto index = inside_.log->commit(std::move(work));
    if (!index) return fail(index.error());
    return {};
  }

  Vault::Inside& inside_;
  const InForce& now_;
  Visitor& visitor_;
  const LexiconRequest& request_;
  Asked asked_;
  LexiconAnswer answer_;
};

}  // namespace

Result<LexiconAnswer> Vault::ask_lexicon(const SessionToken& token, const LexiconRequest& request) {
  const auto now = inside_->current();
  auto visitor = inside_->visitor(token, *now, Action::update);
  if (!visitor) return fail(visitor.error());
  return Asking(*inside_, *now, **visitor, request).run();
}

}  // namespace veil::store
