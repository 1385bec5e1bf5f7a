// The person's half of acts of several people: what she signs, and what she checks of what the host
// shows her.
#include "crypto/hash.h"
#include "store/session_inside.h"

namespace veil::store {
namespace {

constexpr std::uint64_t kHourMs = 3'600'000;
constexpr std::uint64_t kMinuteMs = 60'000;

Request begun(const Session::Inside& inside, RequestSubject subject, const Challenge& challenge,
              std::string text) {
  Request out;
  out.store = inside.store;
  out.subject = std::move(subject);
  out.asker = inside.opening.person;
  out.role = inside.opening.role;
  out.purpose = inside.opening.purpose;
  out.nonce = challenge.nonce;
  out.made_at_ms = challenge.time_ms;
  out.text = std::move(text);
  return out;
}

Result<AskMessage> signed_by(const crypto::SigningKey& key, const Request& request) {
  if (auto checked = check_request(request); !checked) return fail(checked.error());
  AskMessage out;
  out.request = encode_request(request);
  out.signature = key.sign(out.request);
  return out;
}

}  // namespace

Result<RequestId> Session::ask(RequestSubject subject, std::string text, BytesView policy) {
  const redact::RequestRule* rule =
      inside_->policy.request_rule(subject.kind, inside_->opening.role);
  if (rule == nullptr || redact::opens_by_itself(subject.kind)) {
    return fail(Code::Denied, "request: this role may not ask for that");
  }
  auto challenge = inside_->vault.challenge(inside_->token);
  if (!challenge) return fail(challenge.error());
  Request request = begun(*inside_, std::move(subject), *challenge, std::move(text));
  request.expires_at_ms = request.made_at_ms + rule->hours * kHourMs;
  auto message = signed_by(inside_->signing_key, request);
  if (!message) return fail(message.error());
  message->policy = to_bytes(policy);
  return inside_->vault.ask(inside_->token, *message);
}

Result<RequestId> Session::break_glass(const crypto::Identity& again, const RecordId& record,
                                       const std::string& code, const std::string& text) {
  if (again.signing_key().verify_key() != inside_->signing_key.verify_key()) {
    return fail(Code::InvalidArgument, "break-glass: the identity is another person's");
  }
  const auto& rule = inside_->policy.break_glass();
  if (!rule || !inside_->policy.may_break_glass(inside_->opening.role)) {
    return fail(Code::Denied, "break-glass: this role has no emergency access");
  }
  auto challenge = inside_->vault.challenge(inside_->token);
  if (!challenge) return fail(challenge.error());
  Request request = begun(*inside_, break_glass_subject(record), *challenge, text);
  request.expires_at_ms = request.made_at_ms + rule->minutes * kMinuteMs;
  request.due_at_ms = request.made_at_ms + rule->review_hours * kHourMs;
  request.reason = code;
  auto message = signed_by(again.signing_key(), request);
  if (!message) return fail(message.error());
  return inside_->vault.break_glass(inside_->token, *message);
}

Result<> Session::answer(const RequestId& id, Verdict verdict, const std::string& text) {
  auto challenge = inside_->vault.challenge(inside_->token);
  if (!challenge) return fail(challenge.error());
  Answer answer;
  answer.store = inside_->store;
  answer.request = id;
  answer.person = inside_->opening.person;
  answer.role = inside_->opening.role;
  answer.verdict = verdict;
  answer.nonce = challenge->nonce;
  answer.made_at_ms = challenge->time_ms;
  answer.text = text;
  AnswerMessage message;
  message.answer = encode_answer(answer);
  message.signature = inside_->signing_key.sign(message.answer);
  return inside_->vault.answer(inside_->token, message);
}

Result<std::vector<RequestLine>> Session::requests(const RequestQuery& query) {
  auto lines = inside_->vault.requests(inside_->token, query);
  if (!lines) return fail(lines.error());
  for (const RequestLine& line : *lines) {
    const RequestId id = request_id(encode_request(line.kept.request.said));
    if (id != line.kept.id || line.kept.request.said.store != inside_->store) {
      return fail(Code::Corrupt, "request: the host shows another than it names");
    }
    auto checked = check_signed(line.kept, inside_->charter.charter);
    if (!checked) return fail(checked.error());
  }
  return lines;
}

}  // namespace veil::store
