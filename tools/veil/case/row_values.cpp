#include "tools/veil/case/row_values.h"

#include "tools/veil/values_file.h"

namespace veil::tools {
namespace {

const redact::Field* field_of(const redact::Schema& schema, redact::EntityId entity,
                              const std::string& name) {
  const redact::Field* field = schema.field(name);
  if (field == nullptr) field = schema.field(schema.entity(entity)->name + "." + name);
  return field != nullptr && field->entity == entity ? field : nullptr;
}

}  // namespace

Done<> add_row_values(DraftBuilder& draft, const redact::Schema& schema, redact::EntityId entity,
                      const std::string& path) {
  if (path.empty()) return {};
  auto values = read_values(path);
  if (!values) return stop(values.error());
  for (const auto& [name, text] : *values) {
    const redact::Field* field = field_of(schema, entity, name);
    if (field == nullptr) {
      return stop(Exit::usage, "a value is of no field of " + schema.entity(entity)->name);
    }
    auto set = draft.set({field, store::kNewRow}, text);
    if (!set) return stop(set.error());
  }
  return {};
}

}  // namespace veil::tools
