// Acts of several people, as the vault sees them: asking, answering, looking; and using up what was
// approved. What a request says of a record is no more than the record says of itself: to ask about
// an unknown id, a record of others or one in conflict is the same.
#include <algorithm>

#include "crypto/hash.h"
#include "store/policy_check.h"
#include "store/rows.h"
#include "store/vault_inside.h"

namespace veil::store {
namespace {

using redact::RequestKind;

constexpr std::size_t kChallengesMax = 100;  // of one session
constexpr std::uint64_t kChallengeLastsMs = 5ULL * 60 * 1000;
constexpr std::size_t kOpenRequestsMax = 100;  // of one person
constexpr std::uint64_t kHourMs = 3'600'000;
constexpr std::uint64_t kMinuteMs = 60'000;

tl::unexpected<Error> denied(const char* why) {
  return fail(Code::Denied, std::string("request: ") + why);
}

// One message of a session, from its bytes to a request that is hers and fresh.
class Asking {
 public:
  Asking(Vault::Inside& inside, const InForce& now, Visitor& visitor, const AskMessage& message)
      : inside_(inside), now_(now), visitor_(visitor), message_(message) {}

  Result<RequestId> ask() {
    if (auto taken = take(); !taken) return fail(taken.error());
    const RequestSubject& subject = request_.subject;
    if (redact::opens_by_itself(subject.kind)) return refuse("it opens by itself");
    const redact::RequestRule* rule = now_.policy.request_rule(subject.kind, request_.role);
    if (rule == nullptr) return refuse("this role may not ask for that");
    if (request_.expires_at_ms != request_.made_at_ms + rule->hours * kHourMs) {
      return refuse("it does not end when the policy says");
    }
    if (inside_.requests.open_of(request_.asker, request_.made_at_ms) >= kOpenRequestsMax) {
      return refuse("too many of yours are open");
    }
    if (auto checked = check_subject(); !checked) return fail(checked.error());
    return write(Action::request, {});
  }

  Result<RequestId> break_glass() {
    if (auto taken = take(); !taken) return fail(taken.error());
    if (request_.subject.kind != RequestKind::break_glass_review) return refuse("malformed");
    if (!now_.policy.may_break_glass(request_.role)) {
      return refuse("this role has no emergency access");
    }
    const redact::BreakGlassRule& rule = *now_.policy.break_glass();
    const std::uint64_t made = request_.made_at_ms;
    if (request_.expires_at_ms != made + rule.minutes * kMinuteMs ||
        request_.due_at_ms != made + rule.review_hours * kHourMs) {
      return refuse("it does not end when the policy says");
    }
    const redact::CodeList* reasons = now_.policy.schema().code_list(rule.reasons);
    if (reasons == nullptr || reasons->find(request_.reason) == nullptr) {
      return fail(Code::InvalidArgument,
                  "break-glass: no such reason code; the policy has " + codes_of(reasons));
    }
    if (!ask_of().reason_given) {
      return fail(Code::InvalidArgument, "break-glass: say why, in some words");
    }
    auto shown = behind_glass();
    if (!shown) return fail(shown.error());
    const std::lock_guard lock(inside_.requests_mutex);
    if (inside_.requests.has_open_glass(request_.asker, made)) {
      return refuse("an emergency access of yours is open already");
    }
    return write(Action::break_glass, std::move(*shown));
  }

 private:
  // Decodes and checks what every request must be: hers, of this session, fresh.
  Result<> take() {
    auto request = decode_request(message_.request);
    if (!request) return fail(Code::InvalidArgument, request.error().message);
    request_ = std::move(*request);
    id_ = request_id(message_.request);
    const Opening& opening = visitor_.opening;
    const bool hers = request_.store == inside_.store && request_.asker == opening.person &&
                      request_.role == opening.role && request_.purpose == opening.purpose;
    if (!spend_challenge(visitor_, request_.nonce, request_.made_at_ms, inside_.clock()) || !hers) {
      return refuse("it is not of this session, or not fresh");
    }
    if (!crypto::verify(visitor_.key, message_.request, message_.signature)) {
      return refuse("its signature does not fit");
    }
    return {};
  }

  redact::Ask ask_of() const {
    return inside_.ask(visitor_, now_, redact::Action::read, request_.text);
  }

  static std::string codes_of(const redact::CodeList* list) {
    std::string out;
    if (list == nullptr) return out;
    for (const auto& item : list->items) out += (out.empty() ? "" : ", ") + item.code;
    return out;
  }

  Result<> check_subject() {
    const RequestSubject& subject = request_.subject;
    if (subject.person != 0 && now_.charter().person(subject.person) == nullptr) {
      return fail(Code::InvalidArgument, "request: nobody has that number in the roster");
    }
    if (subject.kind != RequestKind::policy_change) return {};
    if (subject != policy_subject(now_.hash, message_.policy)) {
      return denied("it does not follow the charter in force: ask again");
    }
    auto next = check_next_policy(now_.chain, now_.policy, text_of(message_.policy));
    if (!next) return fail(Code::InvalidArgument, next.error().message);
    return {};
  }

  // About the request itself, so no secret; logged.
  tl::unexpected<Error> refuse(const char* why) {
    Entry entry =
        draft(request_.subject.kind == RequestKind::break_glass_review ? Action::break_glass
                                                                       : Action::request);
    entry.outcome = EntryOutcome::refused;
    if (auto logged = inside_.record(std::move(entry)); !logged) return fail(logged.error());
    return denied(why);
  }

  Entry draft(Action action) const {
    Entry entry = inside_.entry(visitor_, now_, action, request_.text);
    if (request_.subject.record) entry.records = {*request_.subject.record};
    return entry;
  }

  Result<RequestId> write(Action action, std::vector<ClassOutcome> classes) {
    Work work;
    Entry entry = draft(action);
    entry.classes = std::move(classes);
    entry.statement = Statement{message_.request, {}, message_.signature};
    work.drafts.push_back({std::move(entry), std::nullopt});
    const Bytes key = request_row_key(id_);
    const KeptRequest kept{id_, {request_, message_.signature}, {}, 0};
    work.conditions.push_back({key, std::nullopt});
    work.changes.push_back({key, seal_request_row(inside_.keys.section, inside_.store, kept)});
    if (request_.subject.kind == RequestKind::policy_change) {
      work.changes.push_back(
          {policy_row_key(id_),
           seal_policy_row(inside_.keys.section, inside_.store, id_, message_.policy)});
    }
    if (auto done = commit(action, std::move(work)); !done) return fail(done.error());
    inside_.refresh_request(id_);
    return id_;
  }

  // One who broke the glass is in no conflict.
  Result<> commit(Action action, Work work) {
    std::vector<RecordId> in_conflict;
    if (action != Action::break_glass) {
      auto found = conflicts();
      if (!found) return fail(found.error());
      in_conflict = std::move(*found);
    }
    return inside_.commit_with_notices(now_, request_.asker, in_conflict, std::move(work));
  }

  // The record, if she is in conflict with it: trying is told to others, not to her.
  Result<std::vector<RecordId>> conflicts() {
    std::vector<RecordId> out;
    if (!request_.subject.record) return out;
    auto snapshot = inside_.engine->snapshot();
    if (!snapshot) return fail(snapshot.error());
    auto loaded = load_record(**snapshot, inside_.host(now_), *request_.subject.record);
    if (!loaded) return fail(loaded.error());
    if (*loaded && in_conflict((*loaded)->facts, request_.asker)) {
      out.push_back(*request_.subject.record);
    }
    return out;
  }

  // What will be seen. Nothing is as an unknown id.
  Result<std::vector<ClassOutcome>> behind_glass() {
    const RecordId record = *request_.subject.record;
    auto snapshot = inside_.engine->snapshot();
    if (!snapshot) return fail(snapshot.error());
    auto loaded = load_record(**snapshot, inside_.host(now_), record);
    if (!loaded) return fail(loaded.error());
    Refusal refusal{{record}, request_.text, Action::break_glass, {}};
    if (!*loaded) return inside_.refuse(visitor_, now_, std::move(refusal));
    const redact::Facts& facts = (*loaded)->facts;
    if (in_conflict(facts, request_.asker)) refusal.in_conflict = {record};
    redact::Ask ask = ask_of();
    ask.break_glass = true;
    ask.approved =
        inside_.requests.is_approved(inside_.world(now_), ask.person, ask.role, record, facts);
    const redact::Decision decision = redact::decide(now_.policy, facts, ask);
    if (!sees_something(decision)) return inside_.refuse(visitor_, now_, std::move(refusal));
    return outcomes_of(decision);
  }

  Vault::Inside& inside_;
  const InForce& now_;
  Visitor& visitor_;
  const AskMessage& message_;
  Request request_;
  RequestId id_{};
};

}  // namespace

bool spend_challenge(Visitor& visitor, const Hash& nonce, std::uint64_t made_at_ms,
                     std::uint64_t now_ms) {
  const std::lock_guard lock(visitor.mutex);
  const auto at = visitor.challenges.find(nonce);
  if (at == visitor.challenges.end()) return false;
  const std::uint64_t shown_ms = at->second;
  visitor.challenges.erase(at);
  return shown_ms == made_at_ms && shown_ms + kChallengeLastsMs > now_ms;
}

Result<Challenge> Vault::challenge(const SessionToken& token) {
  const auto now = inside_->current();
  auto visitor = inside_->visitor(token, *now, Action::request);
  if (!visitor) return fail(visitor.error());
  const Challenge out{crypto::random_array<32>(), inside_->clock()};
  const std::lock_guard lock((*visitor)->mutex);
  auto& challenges = (*visitor)->challenges;
  std::erase_if(challenges,
                [&](const auto& one) { return one.second + kChallengeLastsMs <= out.time_ms; });
  if (challenges.size() >= kChallengesMax) challenges.clear();
  challenges.emplace(out.nonce, out.time_ms);
  return out;
}

Result<RequestId> Vault::ask(const SessionToken& token, const AskMessage& message) {
  const auto now = inside_->current();
  auto visitor = inside_->visitor(token, *now, Action::request);
  if (!visitor) return fail(visitor.error());
  return Asking(*inside_, *now, **visitor, message).ask();
}

Result<RequestId> Vault::break_glass(const SessionToken& token, const AskMessage& message) {
  const auto now = inside_->current();
  auto visitor = inside_->visitor(token, *now, Action::break_glass);
  if (!visitor) return fail(visitor.error());
  return Asking(*inside_, *now, **visitor, message).break_glass();
}

Result<Bytes> Vault::proposed_policy(const RequestId& low, const RequestId& high) const {
  auto snapshot = inside_->engine->snapshot();
  if (!snapshot) return fail(snapshot.error());
  std::optional<Result<Bytes>> found;
  bool several = false;
  const auto visit = [&](BytesView key, BytesView row) {
    auto id = request_of_row(key);
    if (id && *id > high) return false;
    several = found.has_value();
    found = id ? open_policy_row(inside_->keys.section, inside_->store, *id, row)
               : Result<Bytes>(fail(id.error()));
    return !several;
  };
  if (auto scanned = (*snapshot)->scan(policy_rows(), policy_row_key(low), visit); !scanned) {
    return fail(scanned.error());
  }
  if (!found) return fail(Code::NotFound, "request: no policy was asked for by it");
  if (several) return fail(Code::InvalidArgument, "request: several ids begin so, give more of it");
  return std::move(*found);
}

namespace {

// A host's own request that tells of a person who tried to open a record she is in conflict with.
KeptRequest make_notice(const StoreId& store, const RecordId& record, redact::PersonId person,
                        std::uint64_t now_ms) {
  KeptRequest out;
  Request& request = out.request.said;
  request.store = store;
  request.subject = notice_subject(record, person);
  request.nonce = crypto::random_array<32>();
  request.made_at_ms = now_ms;
  out.id = request_id(encode_request(request));
  return out;
}

}  // namespace

Result<> Vault::Inside::commit_with_notices(const InForce& now, redact::PersonId person,
                                            const std::vector<RecordId>& in_conflict, Work work) {
  std::vector<RequestId> opened;
  std::unique_lock lock(requests_mutex, std::defer_lock);
  if (!in_conflict.empty() && now.policy.request_rule(RequestKind::conflict_notice, 0) != nullptr) {
    lock.lock();
    for (const RecordId& record : in_conflict) {
      if (requests.has_notice(record, person)) continue;
      const KeptRequest notice = make_notice(store, record, person, clock());
      work.changes.push_back(
          {request_row_key(notice.id), seal_request_row(keys.section, store, notice)});
      opened.push_back(notice.id);
    }
  }
  auto index = log->commit(std::move(work));
  if (!index) return fail(index.error());
  for (const RequestId& id : opened) refresh_request(id);
  return {};
}

void Vault::Inside::refresh_request(const RequestId& id) {
  requests.refresh(*engine, request_access(), id, clock());
}

Result<> Vault::Inside::use_request(const InForce& now, const RequestUse& use, Work& work) const {
  auto snapshot = engine->snapshot();
  if (!snapshot) return fail(snapshot.error());
  auto row = read_request(**snapshot, request_access(), use.id);
  if (!row) return fail(row.error());
  if (!*row) return denied("there is no such request");
  KeptRequest& kept = (*row)->kept;
  if (auto fits = check_signed(kept, now.charter()); !fits) return fits;
  const Request& request = kept.request.said;
  const bool theirs = use.by == nullptr || (request.asker == use.by->opening.person &&
                                            request.role == use.by->opening.role);
  if (request.subject != use.subject || !theirs) return denied("it was asked for something else");
  switch (state_of(world(now), kept, use.facts)) {
    case RequestState::approved:
      break;
    case RequestState::open:
    case RequestState::overdue:
      return denied("it is not approved yet");
    case RequestState::denied:
      return denied("it was denied");
    case RequestState::expired:
      return denied("it has expired");
    case RequestState::closed:
      return denied("it was used already");
  }
  const Bytes key = request_row_key(use.id);
  work.conditions.push_back({key, std::move((*row)->bytes)});
  kept.closed_at_ms = std::max<std::uint64_t>(clock(), 1);
  work.changes.push_back({key, seal_request_row(keys.section, store, kept)});
  return {};
}

}  // namespace veil::store
