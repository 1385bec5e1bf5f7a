// Exact search, the host's half: the policy, the day's count, the postings of one token, and an
// answer that says no more than a list of those records would.
#include <algorithm>

#include "store/listing.h"
#include "store/rows.h"
#include "store/vault_inside.h"

namespace veil::store {
namespace {

constexpr std::size_t kStepMax = 64;  // postings read at once
constexpr unsigned kRoundsMax = 32;   // in which the same person may search elsewhere

struct Hit {
  LoadedRecord record;
  redact::Decision decision;
};
struct Hits {
  std::vector<Hit> records;
  std::vector<RecordId> in_conflict;  // that hold the value, and that she is in conflict with
  bool more = false;
};

class Searching {
 public:
  Searching(Vault::Inside& inside, const InForce& now, const Visitor& visitor,
            const SearchRequest& request)
      : inside_(inside),
        now_(now),
        visitor_(visitor),
        request_(request),
        ask_(inside.ask(visitor, now, redact::Action::list, request.reason)),
        rule_(now.policy.search(visitor.opening.role, request.field)) {}

  Result<SearchAnswer> run() {
    const redact::Why why = redact::decide_search(now_.policy, request_.field, ask_);
    if (why != redact::Why::granted) return refuse(refusal(why));
    for (unsigned round = 0; round < kRoundsMax; ++round) {
      auto answer = attempt();
      if (answer || answer.error().code != Code::Conflict) return answer;
    }
    return fail(Code::Conflict, "search: this person is searching elsewhere; try again");
  }

 private:
  static std::string refusal(redact::Why why) {
    if (why == redact::Why::no_reason) return "search: it needs a written reason";
    if (why == redact::Why::outside_hours) return "search: not at this hour";
    return "search: this role may not search for that, or not for this purpose";
  }

  Entry entry(EntryOutcome outcome) const {
    Entry out = inside_.entry(visitor_, now_, Action::search, request_.reason);
    out.outcome = outcome;
    out.subject = search_subject(request_.field,
                                 search_digest(inside_.postings, request_.field, request_.token));
    return out;
  }

  Result<SearchAnswer> refuse(const std::string& why) const {
    if (auto logged = inside_.record(entry(EntryOutcome::refused)); !logged) {
      return fail(logged.error());
    }
    return fail(Code::Denied, why);
  }

  Result<SearchAnswer> failed(const Error& error) const {
    if (auto logged = inside_.record(entry(EntryOutcome::failed)); !logged) {
      return fail(logged.error());
    }
    return fail(error);
  }

  // Conflict if the person's count changed meanwhile: nothing was answered or logged then.
  Result<SearchAnswer> attempt() {
    auto snapshot = inside_.engine->snapshot();
    if (!snapshot) return fail(snapshot.error());
    const redact::PersonId person = visitor_.opening.person;
    auto row = inside_.search_counts.read(**snapshot, person);
    if (!row) return fail(row.error());
    auto count = inside_.search_counts.today(person, *row, now_.policy, ask_.now_ms);
    if (!count) return failed(count.error());
    if (count->count >= rule_->daily) {
      return refuse("search: " + std::to_string(rule_->daily) +
                    " searches a day are all that this person may make; the next one tomorrow");
    }
    ++count->count;
    auto hits = find(**snapshot);
    if (!hits) return failed(hits.error());
    if (auto logged = log_given(*hits, std::move(*row), *count); !logged) {
      return fail(logged.error());
    }
    return answer(std::move(*hits), rule_->daily - count->count);
  }

  Result<Hits> find(const Snapshot& snapshot) const {
    Hits out;
    std::set<RecordId> seen;
    const crypto::Key token = posting_token(inside_.postings, request_.field, request_.token);
    for (std::uint64_t place = 0; place < kChainMax;) {
      auto step = read_step(snapshot, token, place);
      if (!step) return fail(step.error());
      for (const PostingAt& at : *step) {
        if (!at.posting || !seen.insert(at.posting->record).second) continue;
        if (auto added = add(snapshot, at, out); !added) return fail(added.error());
        if (out.more) return out;
      }
      place += step->size();
      if (step->size() < step_size(place - step->size())) return out;
    }
    out.more = true;
    return out;
  }

  struct PostingAt {
    PostingAddress address{};
    std::optional<Posting> posting;
  };

  // Most values have one place or none.
  static std::size_t step_size(std::uint64_t place) { return place == 0 ? 2 : kStepMax; }

  // The places from `place` on; fewer than a step where they end.
  Result<std::vector<PostingAt>> read_step(const Snapshot& snapshot, const crypto::Key& token,
                                           std::uint64_t place) const {
    std::vector<PostingAt> out;
    std::vector<Bytes> keys;
    for (std::size_t i = 0; i < step_size(place); ++i) {
      out.push_back({posting_address(token, place + i), std::nullopt});
      keys.push_back(posting_row_key(out.back().address));
    }
    auto rows = snapshot.multi_get(keys);
    if (!rows) return fail(rows.error());
    for (std::size_t i = 0; i < out.size(); ++i) {
      if (!(*rows)[i]) {
        out.resize(i);
        break;
      }
      auto posting = open_posting(inside_.postings, inside_.store, out[i].address, *(*rows)[i]);
      if (!posting) return fail(posting.error());
      out[i].posting = *posting;
    }
    return out;
  }

  // A posting counts only if its record lists it: an old one that somebody put back does not.
  Result<> add(const Snapshot& snapshot, const PostingAt& at, Hits& to) const {
    auto loaded = load_record(snapshot, inside_.host(now_), at.posting->record);
    if (!loaded) return fail(loaded.error());
    bool listed = false;
    if (*loaded) {
      auto listing = open_listing(inside_.host(now_), **loaded);
      if (!listing) return fail(listing.error());
      const ListedPosting wanted{at.posting->row, at.posting->field, at.address};
      listed = std::binary_search(listing->begin(), listing->end(), wanted, listing_order);
    }
    if (!listed || at.posting->field != request_.field) {
      return fail(Code::Corrupt, "index: a posting of record " + at.posting->record.text() +
                                     " that the record does not list");
    }
    redact::Decision decision = inside_.decide(now_, ask_, at.posting->record, (*loaded)->facts);
    if (in_conflict((*loaded)->facts, ask_.person)) to.in_conflict.push_back(at.posting->record);
    if (!sees_something(decision)) return {};
    if (to.records.size() == kFoundMax) {
      to.more = true;
    } else {
      to.records.push_back({std::move(**loaded), std::move(decision)});
    }
    return {};
  }

  Want want() const {
    Want out;
    for (const redact::FieldId id : rule_->shows) {
      out.fields.push_back(id);
      out.classes.push_back(now_.policy.schema().field(id)->cls);
    }
    return out;
  }

  // The entry and the count together, or neither.
  Result<> log_given(const Hits& hits, std::optional<Bytes> before, const DayCount& count) {
    Entry given = entry(EntryOutcome::given);
    redact::Decision strongest;
    for (const Hit& hit : hits.records) {
      given.records.push_back(hit.record.id);
      add_strongest(strongest, granted(hit.decision, want(), now_, hit.record.parts.head));
    }
    given.classes = outcomes_of(strongest);
    Work work;
    work.drafts.push_back({std::move(given), std::nullopt});
    const redact::PersonId person = visitor_.opening.person;
    const Bytes key = inside_.search_counts.row_key(person);
    work.conditions.push_back({key, std::move(before)});
    work.changes.push_back({key, inside_.search_counts.seal(person, count)});
    return inside_.commit_with_notices(now_, person, hits.in_conflict, std::move(work));
  }

  Result<SearchAnswer> answer(Hits hits, unsigned left) const {
    SearchAnswer out;
    out.more = hits.more;
    out.left = left;
    for (Hit& hit : hits.records) {
      auto one = answer_of(inside_, now_, std::move(hit.record), hit.decision, want());
      if (!one) return fail(one.error());
      out.records.push_back(std::move(*one));
    }
    return out;
  }

  Vault::Inside& inside_;
  const InForce& now_;
  const Visitor& visitor_;
  const SearchRequest& request_;
  redact::Ask ask_;
  const redact::Search* rule_;
};

}  // namespace

Result<SearchAnswer> Vault::search(const SessionToken& token, const SearchRequest& request) {
  const auto now = inside_->current();
  auto visitor = inside_->visitor(token, *now);
  if (!visitor) return fail(visitor.error());
  if (auto checked = check_reason(request.reason); !checked) return fail(checked.error());
  return Searching(*inside_, *now, **visitor, request).run();
}

}  // namespace veil::store
