// Answers to requests, and the list of them: who may see one, who may answer it.
#include <algorithm>

#include "store/rows.h"
#include "store/vault_inside.h"

namespace veil::store {
namespace {

using redact::RequestKind;

constexpr std::size_t kLinesMax = 10000;
constexpr std::ptrdiff_t kAnswersOfOneMax = 8;  // so that nobody fills a review alone

// What a session may know of a request.
struct Standing {
  bool mine = false;
  bool may_answer = false;
  std::optional<LoadedRecord> record;
  const redact::Facts* facts() const { return record ? &record->facts : nullptr; }
};

class Desk {
 public:
  Desk(Vault::Inside& inside, const InForce& now, Visitor& visitor)
      : inside_(inside), now_(now), visitor_(visitor), world_(inside.world(now)) {}

  // Her own; else those that she may answer, about records of which she sees something: who is in
  // conflict with the record does not.
  Result<Standing> standing(const Snapshot& snapshot, const KeptRequest& kept) const {
    Standing out;
    const Request& request = kept.request.said;
    const Opening& opening = visitor_.opening;
    out.mine = request.asker == opening.person;
    out.may_answer = may_answer(world_, kept, opening.person, opening.role);
    if (!request.subject.record) return out;
    // What is damaged stops nobody from seeing the other requests.
    auto loaded = load_record(snapshot, inside_.host(now_), *request.subject.record);
    if (!loaded && loaded.error().code != Code::Corrupt) return fail(loaded.error());
    if (loaded) out.record = std::move(*loaded);
    if (!out.may_answer) return out;
    // Who broke the glass of a record that is gone or damaged must not stay suspended for good.
    if (!out.record && request.subject.kind == RequestKind::break_glass_review) return out;
    out.may_answer = false;
    if (!out.record || in_vain(request, out.record->facts)) return out;
    for (const auto action : {redact::Action::read, redact::Action::list}) {
      const redact::Ask ask = inside_.ask(visitor_, now_, action, {});
      out.may_answer = out.may_answer ||
                       sees_something(inside_.decide(now_, ask, out.record->id, out.record->facts));
    }
    return out;
  }

  // No answer would let one who is in conflict do what she asks for.
  static bool in_vain(const Request& request, const redact::Facts& facts) {
    return request.subject.kind != RequestKind::break_glass_review &&
           in_conflict(facts, request.asker);
  }

  Result<> answer(const AnswerMessage& message) {
    auto answer = decode_answer(message.answer);
    if (!answer) return fail(Code::InvalidArgument, answer.error().message);
    auto row = find(*answer);
    if (!row) return fail(row.error());
    if (!*row) return refuse(*answer, nullptr, "no such request, or not for you");
    KeptRequest& kept = (*row)->kept;
    if (!is_fresh(*answer, message)) {
      return refuse(*answer, nullptr, "the answer is not of this session, or not fresh");
    }
    auto snapshot = inside_.engine->snapshot();
    if (!snapshot) return fail(snapshot.error());
    auto standing = this->standing(**snapshot, kept);
    if (!standing) return fail(standing.error());
    if (standing->mine) return refuse(*answer, &kept, "nobody answers a request of her own");
    if (!standing->may_answer) return refuse(*answer, nullptr, "no such request, or not for you");
    if (const char* why = closed_to(kept, *standing, *answer)) return refuse(*answer, &kept, why);
    return write(std::move(**row), *standing, {std::move(*answer), message.signature}, message);
  }

 private:
  Result<std::optional<RequestRow>> find(const Answer& answer) const {
    auto snapshot = inside_.engine->snapshot();
    if (!snapshot) return fail(snapshot.error());
    return read_request(**snapshot, inside_.request_access(), answer.request);
  }

  bool is_fresh(const Answer& answer, const AnswerMessage& message) const {
    const Opening& opening = visitor_.opening;
    return spend_challenge(visitor_, answer.nonce, answer.made_at_ms, world_.now_ms) &&
           answer.store == inside_.store && answer.person == opening.person &&
           answer.role == opening.role &&
           crypto::verify(visitor_.key, message.answer, message.signature);
  }

  // Why the request takes no such answer any more; null if it does.
  const char* closed_to(const KeptRequest& kept, const Standing& standing,
                        const Answer& answer) const {
    const bool review = kept.request.said.subject.kind == RequestKind::break_glass_review;
    const RequestState state = state_of(world_, kept, standing.facts());
    if (kept.closed_at_ms != 0) return "it is over";
    if (!review && state == RequestState::denied) return "it was denied";
    if (state == RequestState::expired) return "it has expired";
    if (kept.answers.size() >= kRequestAnswersMax) return "it has all the answers it can hold";
    const auto hers = [&](const auto& one) { return one.said.person == answer.person; };
    const auto denies = [](const auto& one) { return one.said.verdict == Verdict::deny; };
    const auto first = kept.answers.rbegin();
    const auto last = std::find_if(first, kept.answers.rend(), hers);
    // An approval that somebody denied since counts no more, so that it is given anew.
    if (last != kept.answers.rend() && last->said.verdict == answer.verdict &&
        std::none_of(first, last, denies)) {
      return "you have given this answer already";
    }
    if (std::count_if(first, kept.answers.rend(), hers) >= kAnswersOfOneMax) {
      return "you have answered it too often";
    }
    return nullptr;
  }

  tl::unexpected<Error> refuse(const Answer& answer, const KeptRequest* known, const char* why) {
    Entry entry = inside_.entry(visitor_, now_, Action::request, answer.text);
    entry.outcome = EntryOutcome::refused;
    if (known != nullptr && known->request.said.subject.record) {
      entry.records = {*known->request.said.subject.record};
    }
    if (auto logged = inside_.record(std::move(entry)); !logged) return fail(logged.error());
    return fail(Code::Denied, std::string("request: ") + why);
  }

  // A review is settled by the approvals it needs, a notice by being seen.
  bool settles(const KeptRequest& kept, const Standing& standing) const {
    const Request& request = kept.request.said;
    if (request.subject.kind == RequestKind::conflict_notice) return true;
    if (request.subject.kind != RequestKind::break_glass_review) return false;
    const redact::RequestRule* rule = now_.policy.request_rule(request.subject.kind, request.role);
    return rule != nullptr && approvals_of(world_, kept, standing.facts()) >= rule->approvals;
  }

  Result<> write(RequestRow row, const Standing& standing, Signed<Answer> answer,
                 const AnswerMessage& message) {
    KeptRequest& kept = row.kept;
    Work work;
    Entry entry = inside_.entry(visitor_, now_, Action::request, answer.said.text);
    if (kept.request.said.subject.record) entry.records = {*kept.request.said.subject.record};
    entry.statement = Statement{message.answer, {}, message.signature};
    work.drafts.push_back({std::move(entry), std::nullopt});
    kept.answers.push_back(std::move(answer));
    if (settles(kept, standing)) kept.closed_at_ms = std::max<std::uint64_t>(world_.now_ms, 1);
    const Bytes key = request_row_key(kept.id);
    work.conditions.push_back({key, std::move(row.bytes)});
    work.changes.push_back({key, seal_request_row(inside_.keys.section, inside_.store, kept)});
    auto index = inside_.log->commit(std::move(work));
    if (!index && index.error().code == Code::Conflict) {
      return fail(Code::Conflict, "request: somebody else answered meanwhile; look again");
    }
    if (!index) return fail(index.error());
    inside_.refresh_request(kept.id);
    return {};
  }

  Vault::Inside& inside_;
  const InForce& now_;
  Visitor& visitor_;
  RequestWorld world_;
};

RequestLine line_of(const RequestWorld& world, KeptRequest kept, const Standing& standing) {
  RequestLine out;
  const Request& request = kept.request.said;
  out.state = state_of(world, kept, standing.facts());
  out.approvals = static_cast<unsigned>(approvals_of(world, kept, standing.facts()));
  const redact::RequestRule* rule = world.policy.request_rule(request.subject.kind, request.role);
  out.needed = rule != nullptr ? rule->approvals : 0;
  out.mine = standing.mine;
  out.may_answer = standing.may_answer && kept.closed_at_ms == 0 &&
                   (out.state != RequestState::denied ||
                    request.subject.kind == RequestKind::break_glass_review) &&
                   out.state != RequestState::expired;
  out.kept = std::move(kept);
  return out;
}

// Those that are not over come first to mind.
bool is_over(const RequestLine& line) {
  switch (line.state) {
    case RequestState::open:
    case RequestState::overdue:
      return false;
    case RequestState::approved:
      return line.kept.closed_at_ms != 0;
    case RequestState::denied:
      return line.kept.request.said.subject.kind != RequestKind::break_glass_review;
    case RequestState::expired:
    case RequestState::closed:
      return true;
  }
  return true;
}

bool wants_past(const RequestQuery& query) {
  return query.all || query.low.has_value();
}

}  // namespace

Result<> Vault::answer(const SessionToken& token, const AnswerMessage& message) {
  const auto now = inside_->current();
  auto visitor = inside_->visitor(token, *now, Action::request);
  if (!visitor) return fail(visitor.error());
  return Desk(*inside_, *now, **visitor).answer(message);
}

Result<std::vector<RequestLine>> Vault::requests(const SessionToken& token,
                                                 const RequestQuery& query) {
  const auto now = inside_->current();
  auto visitor = inside_->visitor(token, *now, Action::request);
  if (!visitor) return fail(visitor.error());
  auto snapshot = inside_->engine->snapshot();
  if (!snapshot) return fail(snapshot.error());
  const Desk desk(*inside_, *now, **visitor);
  const RequestWorld world = inside_->world(*now);
  std::vector<RequestLine> out;
  Result<> fault;
  const Bytes from = query.low ? request_row_key(*query.low) : Bytes();
  auto scanned = (*snapshot)->scan(request_rows(), from, [&](BytesView key, BytesView row) {
    auto id = request_of_row(key);
    if (id && query.high && *id > *query.high) return false;
    auto kept = id ? open_request_row(inside_->keys.section, inside_->store, *id, row)
                   : Result<KeptRequest>(fail(id.error()));
    // Before its record is looked at: those that are over are many.
    if (kept && !wants_past(query) && !is_live(*kept, world.now_ms)) return true;
    auto standing = kept ? desk.standing(**snapshot, *kept) : Result<Standing>(fail(kept.error()));
    if (!standing) {
      fault = fail(standing.error());
      return false;
    }
    if (!standing->mine && !standing->may_answer) return true;
    RequestLine line = line_of(world, std::move(*kept), *standing);
    if (wants_past(query) || !is_over(line)) out.push_back(std::move(line));
    return out.size() < kLinesMax;
  });
  if (!scanned) return fail(scanned.error());
  if (!fault) return fail(fault.error());
  std::sort(out.begin(), out.end(), [](const RequestLine& a, const RequestLine& b) {
    return std::pair(a.kept.request.said.made_at_ms, a.kept.id) <
           std::pair(b.kept.request.said.made_at_ms, b.kept.id);
  });
  Entry entry = inside_->entry(**visitor, *now, Action::request, {});
  for (const RequestLine& line : out) {
    const auto& record = line.kept.request.said.subject.record;
    if (record) entry.records.push_back(*record);
  }
  std::sort(entry.records.begin(), entry.records.end());
  entry.records.erase(std::unique(entry.records.begin(), entry.records.end()), entry.records.end());
  if (auto logged = inside_->record(std::move(entry)); !logged) return fail(logged.error());
  return out;
}

}  // namespace veil::store
