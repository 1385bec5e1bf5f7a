#include <algorithm>

#include "crypto/secret.h"
#include "redact/normal_form.h"
#include "store/postings.h"
#include "store/session_inside.h"

namespace veil::store {

// Without a right to search the vault still hears of the attempt, which it logs; of a value that it
// could not look for anyway, as the key is missing then.
Result<SearchPage> Session::search(redact::FieldId field, const redact::Value& value,
                                   const std::string& reason) {
  const redact::Field* known = inside_->policy.schema().field(field);
  if (known == nullptr) return fail(Code::InvalidArgument, "search: the policy has no such field");
  auto form = redact::normal_form(*known, value);
  if (!form) {
    return fail(Code::InvalidArgument, "search: " + known->name + ": this cannot be searched for");
  }
  SearchRequest request;
  request.field = field;
  request.reason = reason;
  const redact::Search* rule = inside_->policy.search(inside_->opening.role, field);
  const auto key = inside_->index_keys.find(field);
  if (key != inside_->index_keys.end()) {
    request.token = inner_token(key->second, field, *form);
  } else if (rule != nullptr) {
    return fail(Code::Denied, "search: no grant for the index of " + known->name);
  }
  crypto::wipe(*form);
  auto answer = inside_->vault.search(inside_->token, request);
  if (!answer) return fail(answer.error());
  if (rule == nullptr) return fail(Code::Corrupt, "search: answered against the policy");
  SearchPage out;
  out.more = answer->more;
  out.left = answer->left;
  std::vector<redact::FieldId> shows = rule->shows;
  std::sort(shows.begin(), shows.end());
  for (const ReadAnswer& record : answer->records) {
    auto view = shown_of(*inside_, record, shows);
    if (!view) return fail(view.error());
    out.records.push_back(std::move(*view));
  }
  return out;
}

}  // namespace veil::store
