#include "tools/veil/record_lookup.h"

#include <algorithm>

namespace veil::tools {

Done<store::RecordId> whole_id(store::Session& session, const store::RecordIdPrefix& prefix) {
  if (prefix.is_whole()) return store::RecordId{prefix.low};
  store::Want want;
  want.at_most = redact::Strength::withheld;
  auto record = session.read(prefix, want);
  if (!record) return stop(record.error());
  return record->id;
}

Done<std::vector<const redact::Field*>> find_fields(const redact::Schema& schema,
                                                    const std::vector<std::string>& names) {
  std::vector<const redact::Field*> out;
  for (const std::string& name : names) {
    const redact::Field* field = schema.field(name);
    if (field == nullptr) {
      return stop(Exit::usage, "the policy has no such field; `veil get` shows their names");
    }
    out.push_back(field);
  }
  return out;
}

std::vector<redact::FieldId> ids_of(const std::vector<const redact::Field*>& fields) {
  std::vector<redact::FieldId> out;
  out.reserve(fields.size());
  for (const redact::Field* field : fields) out.push_back(field->id);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace veil::tools
