#include "store/check_requests.h"

#include <set>

#include "store/rows.h"
#include "store/vault_inside.h"

namespace veil::store {

bool RequestsCheck::take(const Entry& entry) {
  const Statement& said = *entry.statement;
  const RosterEntry* person = charter_.person(entry.person);
  if (person == nullptr ||
      !crypto::verify(person->identity.verify_key(), said.bytes, said.signature)) {
    return false;
  }
  if (auto request = decode_request(said.bytes)) {
    if (request->store != store_ || request->asker != entry.person) return false;
    const RequestId id = request_id(said.bytes);
    return logged_.emplace(id, Logged{{std::move(*request), said.signature}, {}}).second;
  }
  auto answer = decode_answer(said.bytes);
  if (!answer || answer->store != store_ || answer->person != entry.person) return false;
  // A notice is the host's own: nobody signed that it was opened.
  logged_[answer->request].answers.push_back({std::move(*answer), said.signature});
  return true;
}

void RequestsCheck::compare_row(const RequestId& id, const Result<KeptRequest>& kept,
                                std::vector<std::string>& out) const {
  const std::string place = "request " + hex(id) + ": ";
  if (!kept) return out.push_back(place + "its row is damaged");
  const bool notice = kept->request.said.subject.kind == redact::RequestKind::conflict_notice;
  const auto at = logged_.find(id);
  if (at == logged_.end()) {
    if (!notice || !kept->answers.empty()) out.push_back(place + "nobody is logged to have asked");
    return;
  }
  if (!notice && kept->request != at->second.request) {
    out.push_back(place + "it is not what was logged");
  } else if (kept->answers != at->second.answers) {
    out.push_back(place + "its answers are not those that were logged");
  }
  if (kept->closed_at_ms != 0 && kept->answers.empty()) {
    out.push_back(place + "it was closed, and nobody answered it");
  }
}

Result<std::vector<std::string>> RequestsCheck::compare(Vault& vault) const {
  const Vault::Inside& inside = vault.inside();
  auto snapshot = inside.engine->snapshot();
  if (!snapshot) return fail(snapshot.error());
  std::vector<std::string> out;
  std::set<RequestId> seen;
  auto scanned = (*snapshot)->scan(request_rows(), {}, [&](BytesView key, BytesView row) {
    const auto id = request_of_row(key);
    if (!id) {
      out.push_back(id.error().message);
      return true;
    }
    seen.insert(*id);
    compare_row(*id, open_request_row(inside.keys.section, store_, *id, row), out);
    return true;
  });
  if (!scanned) return fail(scanned.error());
  for (const auto& [id, logged] : logged_) {
    if (seen.count(id) == 0) out.push_back("request " + hex(id) + ": signed for, and missing");
  }
  return out;
}

}  // namespace veil::store
