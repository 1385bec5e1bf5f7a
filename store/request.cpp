#include "store/request.h"

#include <limits>

#include "crypto/aead.h"
#include "crypto/hash.h"
#include "crypto/pae.h"
#include "redact/unicode.h"

namespace veil::store {
namespace {

using crypto::Pae;
using crypto::PaeReader;
using redact::RequestKind;

constexpr std::uint64_t kU16Max = std::numeric_limits<std::uint16_t>::max();
constexpr std::uint64_t kU32Max = std::numeric_limits<std::uint32_t>::max();

tl::unexpected<Error> malformed() {
  return fail(Code::Corrupt, "request: malformed");
}

bool is_text(std::string_view text, std::size_t size_max) {
  return text.size() <= size_max && redact::is_utf8(text);
}

// Which parts a kind has; it has no others.
struct Shape {
  bool record = false;
  bool person = false;
  bool policy = false;  // charter and content
  bool words = false;
};

Shape shape_of(RequestKind kind) {
  switch (kind) {
    case RequestKind::access:
    case RequestKind::closing:
    case RequestKind::break_glass_review:
      return {true, false, false, false};
    case RequestKind::conflict_override:
    case RequestKind::conflict_notice:
      return {true, true, false, false};
    case RequestKind::consent_override:
      return {true, false, false, true};
    case RequestKind::policy_change:
      return {false, false, true, false};
  }
  return {};
}

const char* broken_rule(const Request& request) {
  const RequestSubject& subject = request.subject;
  const Hash zero{};
  const Shape shape = shape_of(subject.kind);
  if (subject.record.has_value() != shape.record) return "a record goes with some kinds only";
  if ((subject.person != 0) != shape.person) return "a person goes with some kinds only";
  if ((subject.charter != zero) != shape.policy || (subject.content != zero) != shape.policy) {
    return "a charter goes with a change of policy only";
  }
  if (subject.words.empty() == shape.words) return "words go with a consent only";
  if (!is_text(subject.words, kRequestWordsMax)) return "its words are too long or no text";
  if (!is_text(request.text, kRequestTextMax)) return "its reason is too long or no text";
  if (!is_text(request.reason, redact::kRequestCodeMax)) return "its code is too long or no text";
  if (subject.person != 0 && subject.person == request.asker) return "nobody asks about herself";
  const bool host = subject.kind == RequestKind::conflict_notice;
  if (host != (request.asker == 0)) return "nobody asks for what the host opens";
  const bool glass = subject.kind == RequestKind::break_glass_review;
  if (glass != (request.due_at_ms != 0) || glass == request.reason.empty()) {
    return "a code and a time for the review go with break-glass only";
  }
  return nullptr;
}

Pae subject_of(const RequestSubject& subject) {
  Pae out;
  out.add(static_cast<std::uint64_t>(subject.kind));
  out.add(subject.record ? BytesView(subject.record->bytes) : BytesView());
  out.add(subject.person).add(subject.charter).add(subject.content).add(subject.words);
  return out;
}

// Nothing if the record's part is neither empty nor an id.
std::optional<RequestSubject> read_subject(PaeReader& reader) {
  RequestSubject out;
  const auto last = static_cast<std::uint64_t>(redact::kRequestKindLast);
  out.kind = static_cast<RequestKind>(reader.number_max(last));
  const BytesView record = reader.part();
  if (!record.empty()) {
    RecordId& id = out.record.emplace();
    if (record.size() != id.bytes.size()) return std::nullopt;
    std::copy(record.begin(), record.end(), id.bytes.begin());
  }
  out.person = static_cast<redact::PersonId>(reader.number_max(kU32Max));
  out.charter = reader.array<32>();
  out.content = reader.array<32>();
  out.words = reader.text();
  if (!reader.done() || static_cast<int>(out.kind) == 0) return std::nullopt;
  return out;
}

crypto::Key row_key(const crypto::Key& section) {
  return crypto::derive(section.reveal(), Pae("veil/request-key/1").view());
}
Pae row_context(const char* domain, const StoreId& store, const RequestId& id) {
  Pae out(domain);
  out.add(store).add(id);
  return out;
}

RequestSubject about(RequestKind kind, const RecordId& record, redact::PersonId person = 0) {
  RequestSubject out;
  out.kind = kind;
  out.record = record;
  out.person = person;
  return out;
}

}  // namespace

std::string_view to_string(RequestState state) noexcept {
  switch (state) {
    case RequestState::open:
      return "open";
    case RequestState::approved:
      return "approved";
    case RequestState::denied:
      return "denied";
    case RequestState::expired:
      return "expired";
    case RequestState::closed:
      return "closed";
    case RequestState::overdue:
      return "overdue";
  }
  return "open";
}

RequestSubject access_subject(const RecordId& record) {
  return about(RequestKind::access, record);
}
RequestSubject closing_subject(const RecordId& record) {
  return about(RequestKind::closing, record);
}
RequestSubject conflict_subject(const RecordId& record, redact::PersonId person) {
  return about(RequestKind::conflict_override, record, person);
}
RequestSubject consent_subject(const RecordId& record, std::string words) {
  RequestSubject out = about(RequestKind::consent_override, record);
  out.words = std::move(words);
  return out;
}
RequestSubject policy_subject(const Hash& charter, BytesView policy) {
  RequestSubject out;
  out.kind = RequestKind::policy_change;
  out.charter = charter;
  out.content = crypto::blake2b(policy);
  return out;
}
RequestSubject break_glass_subject(const RecordId& record) {
  return about(RequestKind::break_glass_review, record);
}
RequestSubject notice_subject(const RecordId& record, redact::PersonId person) {
  return about(RequestKind::conflict_notice, record, person);
}

Result<> check_request(const Request& request) {
  const char* rule = broken_rule(request);
  if (rule != nullptr) return fail(Code::InvalidArgument, std::string("request: ") + rule);
  return {};
}

Bytes encode_request(const Request& request) {
  Pae out("veil/request/1");
  out.add(request.store).add(subject_of(request.subject));
  out.add(request.asker).add(request.role).add(request.purpose).add(request.nonce);
  out.add(request.made_at_ms).add(request.expires_at_ms).add(request.due_at_ms);
  out.add(request.reason).add(request.text);
  return std::move(out).take();
}

Result<Request> decode_request(BytesView bytes) {
  PaeReader reader(bytes);
  Request out;
  reader.domain("veil/request/1");
  out.store = reader.array<16>();
  PaeReader parts(reader.part());
  auto subject = read_subject(parts);
  if (!subject) return malformed();
  out.subject = std::move(*subject);
  out.asker = static_cast<redact::PersonId>(reader.number_max(kU32Max));
  out.role = static_cast<redact::RoleId>(reader.number_max(kU16Max));
  out.purpose = static_cast<redact::PurposeId>(reader.number_max(kU16Max));
  out.nonce = reader.array<32>();
  out.made_at_ms = reader.number();
  out.expires_at_ms = reader.number();
  out.due_at_ms = reader.number();
  out.reason = reader.text();
  out.text = reader.text();
  if (!reader.done() || broken_rule(out) != nullptr) return malformed();
  return out;
}

RequestId request_id(BytesView encoded) {
  return crypto::blake2b(encoded);
}

Bytes encode_answer(const Answer& answer) {
  Pae out("veil/answer/1");
  out.add(answer.store).add(answer.request).add(answer.person).add(answer.role);
  out.add(static_cast<std::uint64_t>(answer.verdict)).add(answer.nonce).add(answer.made_at_ms);
  return std::move(out.add(answer.text)).take();
}

Result<Answer> decode_answer(BytesView bytes) {
  PaeReader reader(bytes);
  Answer out;
  reader.domain("veil/answer/1");
  out.store = reader.array<16>();
  out.request = reader.array<32>();
  out.person = static_cast<redact::PersonId>(reader.number_max(kU32Max));
  out.role = static_cast<redact::RoleId>(reader.number_max(kU16Max));
  const std::uint64_t verdict = reader.number_max(2);
  out.verdict = static_cast<Verdict>(verdict);
  out.nonce = reader.array<32>();
  out.made_at_ms = reader.number();
  out.text = reader.text();
  if (!reader.done() || verdict == 0 || out.person == 0 || !is_text(out.text, kRequestTextMax)) {
    return malformed();
  }
  return out;
}

Result<> check_signed(const KeptRequest& kept, const Charter& charter) {
  const auto forged = [] { return fail(Code::Corrupt, "request: a signature does not fit"); };
  const auto fits = [&](redact::PersonId number, const Bytes& said,
                        const crypto::Signature& signature) {
    const RosterEntry* person = charter.person(number);
    return person != nullptr && crypto::verify(person->identity.verify_key(), said, signature);
  };
  const Request& request = kept.request.said;
  if (request.asker != 0 && !fits(request.asker, encode_request(request), kept.request.signature)) {
    return forged();
  }
  for (const Signed<Answer>& answer : kept.answers) {
    if (answer.said.request != kept.id || answer.said.store != request.store ||
        !fits(answer.said.person, encode_answer(answer.said), answer.signature)) {
      return forged();
    }
  }
  return {};
}

Bytes encode_kept_request(const KeptRequest& kept) {
  Pae answers;
  for (const Signed<Answer>& answer : kept.answers) {
    Pae one;
    one.add(BytesView(encode_answer(answer.said))).add(answer.signature);
    answers.add(one);
  }
  Pae out("veil/kept-request/1");
  out.add(BytesView(encode_request(kept.request.said))).add(kept.request.signature);
  return std::move(out.add(answers).add(kept.closed_at_ms)).take();
}

Result<KeptRequest> decode_kept_request(BytesView bytes) {
  PaeReader reader(bytes);
  KeptRequest out;
  reader.domain("veil/kept-request/1");
  const BytesView encoded = reader.part();
  auto request = decode_request(encoded);
  if (!request) return fail(request.error());
  out.id = request_id(encoded);
  out.request.said = std::move(*request);
  out.request.signature = reader.array<64>();
  PaeReader answers(reader.part());
  while (answers.ok() && answers.parts_left() > 0) {
    if (out.answers.size() == kRequestAnswersMax) return malformed();
    PaeReader one(answers.part());
    auto answer = decode_answer(one.part());
    if (!answer) return fail(answer.error());
    out.answers.push_back({std::move(*answer), one.array<64>()});
    if (!one.done()) return malformed();
  }
  out.closed_at_ms = reader.number();
  if (!reader.done() || !answers.done()) return malformed();
  return out;
}

Bytes seal_request_row(const crypto::Key& section, const StoreId& store, const KeptRequest& kept) {
  return crypto::wrap(row_key(section), row_context("veil/request-row/1", store, kept.id).view(),
                      encode_kept_request(kept));
}

Result<KeptRequest> open_request_row(const crypto::Key& section, const StoreId& store,
                                     const RequestId& id, BytesView row) {
  const auto damaged = [] { return fail(Code::Corrupt, "request: its row is damaged"); };
  auto bytes =
      crypto::unwrap(row_key(section), row_context("veil/request-row/1", store, id).view(), row);
  if (!bytes) return damaged();
  auto kept = decode_kept_request(*bytes);
  if (!kept) return kept;
  if (kept->id != id || kept->request.said.store != store) return damaged();
  return kept;
}

Bytes seal_policy_row(const crypto::Key& section, const StoreId& store, const RequestId& id,
                      BytesView policy) {
  return crypto::wrap(row_key(section), row_context("veil/policy-row/1", store, id).view(), policy);
}

Result<Bytes> open_policy_row(const crypto::Key& section, const StoreId& store, const RequestId& id,
                              BytesView row) {
  auto policy =
      crypto::unwrap(row_key(section), row_context("veil/policy-row/1", store, id).view(), row);
  if (!policy) return fail(Code::Corrupt, "request: the row of its policy is damaged");
  return policy;
}

}  // namespace veil::store
