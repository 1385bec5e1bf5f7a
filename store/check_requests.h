// store/check_requests.h: the requests that are kept against those that the log has: what people
// signed is there, whole and in its order, and nothing else is. So a review that was dropped, an
// answer that was taken away and a request that was made up are found out.
// Internal to check_statements(). Thread safety: none.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "store/log/entry.h"
#include "store/request.h"
#include "store/vault.h"

namespace veil::store {

class RequestsCheck {
 public:
  // `charter` must outlive the check.
  RequestsCheck(const Charter& charter, const StoreId& store) : charter_(charter), store_(store) {}

  // The next entry of a request, an answer or an emergency, with what was signed. False if its
  // person did not sign that.
  bool take(const Entry& entry);
  // After the last: what is wrong with the rows, each with its place.
  Result<std::vector<std::string>> compare(Vault& vault) const;

 private:
  struct Logged {
    Signed<Request> request;
    std::vector<Signed<Answer>> answers;
  };
  void compare_row(const RequestId& id, const Result<KeptRequest>& kept,
                   std::vector<std::string>& out) const;

  const Charter& charter_;
  StoreId store_;
  std::map<RequestId, Logged> logged_;
};

}  // namespace veil::store
