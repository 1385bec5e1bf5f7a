// store/request.h: an act of several people: what one person asks for, signed by her, and what
// others answer, each signed over the request's hash. Kept by the host as one sealed row.
// A request is named by its hash, so that an answer fits one request and no other, and nothing of a
// request can change under its answers. What it is about stands in its subject, field by field: an
// approval of one subject is none of another.
// Promise: what decodes is whole and encodes to the same bytes. Decoding verifies no signature
// (check_signed does). Errors: Corrupt; InvalidArgument for a request being made. Thread safety:
// values and free functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crypto/sign.h"
#include "redact/requests.h"
#include "store/charter.h"
#include "store/record_id.h"

namespace veil::store {

inline constexpr std::size_t kRequestTextMax = 500;     // bytes of what the asker says
inline constexpr std::size_t kRequestWordsMax = 200;    // bytes of a subject's words
inline constexpr std::size_t kRequestAnswersMax = 100;  // of one request

// The hash of the request as it was signed.
using RequestId = Hash;

// What exactly is asked for. Parts that a kind has no use for stay empty.
struct RequestSubject {
  redact::RequestKind kind = redact::RequestKind::access;
  std::optional<RecordId> record;
  redact::PersonId person = 0;  // whom it concerns
  Hash charter{};               // the charter that it follows
  Hash content{};               // hash of the policy
  std::string words;            // which consent
  friend bool operator==(const RequestSubject&, const RequestSubject&) = default;
};

RequestSubject access_subject(const RecordId& record);
RequestSubject closing_subject(const RecordId& record);
RequestSubject conflict_subject(const RecordId& record, redact::PersonId person);
// `words` name the consent: "scope recipient giver".
RequestSubject consent_subject(const RecordId& record, std::string words);
RequestSubject policy_subject(const Hash& charter, BytesView policy);
RequestSubject break_glass_subject(const RecordId& record);
RequestSubject notice_subject(const RecordId& record, redact::PersonId person);

struct Request {
  StoreId store{};
  RequestSubject subject;
  redact::PersonId asker = 0;  // 0: the host itself
  redact::RoleId role = 0;
  redact::PurposeId purpose = 0;
  Hash nonce{};                     // of the vault
  std::uint64_t made_at_ms = 0;     // as the vault said with the nonce
  std::uint64_t expires_at_ms = 0;  // the first moment at which it no longer counts; 0: never
  std::uint64_t due_at_ms = 0;      // of a break-glass: reviewed by then; else 0
  std::string reason;               // a code of the policy's list, of a break-glass
  std::string text;
  friend bool operator==(const Request&, const Request&) = default;
};

// PAE("veil/request/1", ...): what is signed.
Bytes encode_request(const Request& request);
Result<Request> decode_request(BytesView bytes);
RequestId request_id(BytesView encoded);
// InvalidArgument if a text is too long or no text, or a part does not go with the kind.
Result<> check_request(const Request& request);

enum class Verdict : std::uint8_t { approve = 1, deny = 2 };

struct Answer {
  StoreId store{};
  RequestId request{};
  redact::PersonId person = 0;
  redact::RoleId role = 0;
  Verdict verdict = Verdict::deny;
  Hash nonce{};  // of the vault
  std::uint64_t made_at_ms = 0;
  std::string text;
  friend bool operator==(const Answer&, const Answer&) = default;
};

Bytes encode_answer(const Answer& answer);  // PAE("veil/answer/1", ...)
Result<Answer> decode_answer(BytesView bytes);

template <class T>
struct Signed {
  T said;
  crypto::Signature signature{};
  friend bool operator==(const Signed&, const Signed&) = default;
};

// A request as the host keeps it.
struct KeptRequest {
  RequestId id{};
  Signed<Request> request;              // the host's own is not signed
  std::vector<Signed<Answer>> answers;  // in the order in which they came
  std::uint64_t closed_at_ms = 0;       // when it was used up or settled; 0: open
  friend bool operator==(const KeptRequest&, const KeptRequest&) = default;
};

// What it counts for at a moment: store/request_rules.h.
enum class RequestState : std::uint8_t {
  open = 1,
  approved = 2,
  denied = 3,
  expired = 4,
  closed = 5,   // used up, or seen
  overdue = 6,  // of a review: not answered in time
};
std::string_view to_string(RequestState state) noexcept;

// Corrupt unless everything in it was signed by the person of the roster that it names.
Result<> check_signed(const KeptRequest& kept, const Charter& charter);

// wrap(derive(host section key, PAE("veil/request-key/1")), AAD PAE("veil/request-row/1", store,
// id), PAE("veil/kept-request/1", ...)).
Bytes seal_request_row(const crypto::Key& section, const StoreId& store, const KeptRequest& kept);
Result<KeptRequest> open_request_row(const crypto::Key& section, const StoreId& store,
                                     const RequestId& id, BytesView row);
// The row's content, apart from its seal.
Bytes encode_kept_request(const KeptRequest& kept);
Result<KeptRequest> decode_kept_request(BytesView bytes);

// The policy that a request asks for, in a row of its own.
Bytes seal_policy_row(const crypto::Key& section, const StoreId& store, const RequestId& id,
                      BytesView policy);
Result<Bytes> open_policy_row(const crypto::Key& section, const StoreId& store, const RequestId& id,
                              BytesView row);

}  // namespace veil::store
