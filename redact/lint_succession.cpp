// What a policy may not do to the one before it: records, rosters and logs name things by number.
#include "redact/lint.h"

namespace veil::redact {
namespace {

// An id keeps its name and a name its id; nothing is dropped, since a later version could then use
// its id for something else. What is no longer wanted loses its grants instead.
template <class T>
void lint_ids(const std::vector<T>& before, const std::vector<T>& after, const std::string& what,
              Findings& findings) {
  for (const T& old : before) {
    const std::string title = what + " " + old.name + " (id " + std::to_string(old.id) + ")";
    const T* same_id = nullptr;
    for (const T& now : after) {
      if (now.id == old.id) same_id = &now;
      if (now.name == old.name && now.id != old.id) {
        findings.add("renumbered", title + " has become id " + std::to_string(now.id));
      }
    }
    if (same_id == nullptr) {
      findings.add("dropped", title + " is gone");
    } else if (same_id->name != old.name) {
      findings.add("renamed", title + " has become " + same_id->name);
    }
  }
}

void lint_field(const Policy& before, const Policy& after, const Field& old, Findings& findings) {
  const Field* now = after.schema().field(old.id);
  if (now == nullptr) return;  // a dropped one is reported as such
  const auto changed = [&](const std::string& what) {
    findings.add("changed-field", old.name + " has another " + what + ": it needs a new id");
  };
  if (now->type != old.type) changed("type");
  if (now->entity != old.entity) changed("entity");
  if (now->cls != old.cls) changed("class");
  if (now->fact != old.fact) changed("fact");
  if (now->codes != old.codes) changed("code list");
  // Postings of values that change without an index would stay behind.
  if (old.index && !now->index) {
    findings.add("dropped-index", old.name + " has lost its index: take the searches away instead");
  }
  if (old.codes.empty() || now->codes != old.codes) return;
  const CodeList* list = after.schema().code_list(now->codes);
  for (const auto& item : before.schema().code_list(old.codes)->items) {
    if (list->find(item.code, item.edition) != nullptr) continue;
    findings.add("dropped-code", old.codes + " has lost the code " + item.code + " of edition " +
                                     item.edition + ": records may hold it");
  }
}

}  // namespace

std::vector<Finding> lint_succession(const Policy& before, const Policy& after) {
  Findings findings;
  if (before.id() != after.id()) {
    findings.add("policy-id", before.id() + " cannot be followed by " + after.id());
  }
  if (before.version() == after.version()) {
    findings.add("version", "the version is still " + before.version());
  }
  const Schema& old = before.schema();
  const Schema& now = after.schema();
  lint_ids(old.entities(), now.entities(), "entity", findings);
  lint_ids(old.classes(), now.classes(), "class", findings);
  lint_ids(old.fields(), now.fields(), "field", findings);
  lint_ids(before.purposes(), after.purposes(), "purpose", findings);
  lint_ids(before.roles(), after.roles(), "role", findings);
  for (const Entity& entity : old.entities()) {
    const Entity* same = now.entity(entity.id);
    if (same != nullptr && same->many != entity.many) {
      findings.add("changed-entity", entity.name + " has changed between one row and many");
    }
  }
  for (const Field& field : old.fields()) lint_field(before, after, field, findings);
  return std::move(findings).take();
}

}  // namespace veil::redact
