#include "tools/veil/demo/stage.h"

#include <algorithm>

namespace veil::tools::demo {
namespace {

Result<std::optional<redact::View>> read_alone(store::Session& session, const store::RecordId& id,
                                               const std::string& reason) {
  auto record = session.read(id, store::Want{}, reason);
  if (record) return std::move(record->view);
  if (record.error().code == Code::Denied) return std::nullopt;
  return fail(record.error());
}

Result<std::optional<redact::View>> find_in_list(store::Session& session,
                                                 const store::RecordId& id) {
  store::ListRequest request;
  request.limit = store::kListPageMax;
  while (true) {
    auto page = session.list(request);
    if (!page) return fail(page.error());
    for (store::RecordView& one : page->records) {
      if (one.id == id) return std::move(one.view);
    }
    if (!page->next) return std::nullopt;
    request.after = page->next;
  }
}

}  // namespace

Done<redact::Policy> policy_of(Stage& stage) {
  auto policy = redact::Policy::parse(text_of(stage.world.vault().charter()->charter.policy));
  if (!policy) return stop(policy.error());
  return std::move(*policy);
}

bool shows(const redact::Policy& policy, const Sight& sight, const char* field) {
  if (!sight.view) return false;
  const redact::FieldId id = policy.schema().field(std::string_view(field))->id;
  return std::any_of(sight.view->cells.begin(), sight.view->cells.end(),
                     [&](const redact::Cell& cell) { return cell.field == id && cell.value; });
}

Done<Sight> look(Stage& stage, const Look& how, const store::RecordId& id) {
  auto session = stage.world.enter(how.who, how.role, how.purpose, stage.console);
  if (!session) return stop(session.error());
  const redact::Role& role = (*session)->role();
  const redact::Purpose* purpose = (*session)->policy().purpose(std::string_view(how.purpose));
  const bool lists = role.can(redact::Action::list) && !role.can(redact::Action::read);
  auto view = lists ? find_in_list(**session, id) : read_alone(**session, id, how.reason);
  if (!view) return stop(view.error());
  Sight out;
  out.heading = std::string(player(how.who).name) + "\n" + stage.console.label(role.label) + "\n" +
                stage.console.label(purpose->label);
  out.view = std::move(*view);
  return out;
}

}  // namespace veil::tools::demo
