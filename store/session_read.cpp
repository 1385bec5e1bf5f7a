#include <algorithm>

#include "store/session_inside.h"

namespace veil::store {

using redact::Strength;

Result<RecordView> shown_of(const Session::Inside& inside, const ReadAnswer& answer,
                            const std::vector<redact::FieldId>& fields) {
  auto parts = parse_record(answer.record);
  if (!parts) return fail(parts.error());
  auto contents = open_content(inside, answer, *parts, fields);
  if (!contents) return fail(contents.error());
  std::vector<redact::OpenedValue> values;
  std::vector<redact::ClassId> stale;
  for (const redact::ClassDecision& given : answer.decision.classes) {
    if (given.strength == Strength::withheld) continue;
    if (!is_current(inside.veils(), parts->head, given.cls, given.strength)) {
      stale.push_back(given.cls);
    }
  }
  for (ClassContent& content : *contents) {
    if (std::find(stale.begin(), stale.end(), content.cls) != stale.end()) continue;
    std::move(content.values.begin(), content.values.end(), std::back_inserter(values));
  }
  values.insert(values.end(), answer.facts.begin(), answer.facts.end());
  RecordView out;
  out.id = answer.id;
  out.view = redact::make_view(inside.policy.schema(), answer.decision, std::move(values), stale);
  out.view.record_version = parts->head.record_version;
  std::erase_if(out.view.cells, [&](const redact::Cell& cell) {
    const redact::Field* field = inside.policy.schema().field(cell.field);
    const bool asked =
        field != nullptr && answer.decision.of(field->cls) != nullptr &&
        (fields.empty() || std::binary_search(fields.begin(), fields.end(), cell.field));
    return !asked;
  });
  return out;
}

Want narrowed(const redact::Schema& schema, Want want) {
  if (want.fields.empty()) return want;
  std::sort(want.fields.begin(), want.fields.end());
  std::vector<redact::ClassId> classes;
  for (const redact::FieldId id : want.fields) {
    const redact::Field* field = schema.field(id);
    if (field == nullptr) continue;
    const bool asked = want.classes.empty() || std::find(want.classes.begin(), want.classes.end(),
                                                         field->cls) != want.classes.end();
    if (asked) classes.push_back(field->cls);
  }
  std::sort(classes.begin(), classes.end());
  classes.erase(std::unique(classes.begin(), classes.end()), classes.end());
  want.classes = std::move(classes);
  return want;
}

Result<RecordView> Session::read(const RecordId& id, const Want& want, const std::string& reason) {
  return read(RecordIdPrefix{id.bytes, id.bytes}, want, reason);
}

Result<RecordView> Session::read(const RecordIdPrefix& prefix, const Want& want,
                                 const std::string& reason) {
  const Want wanted = narrowed(inside_->policy.schema(), want);
  if (!want.fields.empty() && wanted.classes.empty()) {
    return fail(Code::InvalidArgument, "read: the policy has none of these fields");
  }
  auto answer = inside_->vault.read(inside_->token, {{prefix.low}, {prefix.high}, wanted, reason});
  if (!answer) return fail(answer.error());
  return shown_of(*inside_, *answer, wanted.fields);
}

Result<ExplainAnswer> Session::explain(const RecordIdPrefix& prefix, redact::PersonId person,
                                       redact::ClassId cls, const std::string& reason) {
  return inside_->vault.explain(inside_->token, {{prefix.low}, {prefix.high}, person, cls, reason});
}

Result<ListPage> Session::list(const ListRequest& request) {
  ListRequest asked = request;
  asked.want = narrowed(inside_->policy.schema(), request.want);
  if (!request.want.fields.empty() && asked.want.classes.empty()) {
    return fail(Code::InvalidArgument, "list: the policy has none of these fields");
  }
  auto answer = inside_->vault.list(inside_->token, asked);
  if (!answer) return fail(answer.error());
  ListPage out;
  out.next = answer->next;
  out.damaged = answer->damaged;
  out.damaged_ids = std::move(answer->damaged_ids);
  for (const ReadAnswer& record : answer->records) {
    auto view = shown_of(*inside_, record, asked.want.fields);
    if (view) {
      out.records.push_back(std::move(*view));
    } else if (view.error().code == Code::Corrupt) {
      ++out.damaged;
      out.damaged_ids.push_back(record.id);  // she was to see something of it
    } else {
      return fail(view.error());
    }
  }
  return out;
}

}  // namespace veil::store
