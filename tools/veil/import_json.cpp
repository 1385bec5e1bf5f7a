#include "tools/veil/import_plan.h"
#include "tools/veil/strict_json.h"

namespace veil::tools {
namespace {

namespace json = boost::json;

std::string string_of(json::string_view text) {
  return {text.data(), text.size()};
}

// The text that a person would type; nothing for null and for what is no single value.
std::optional<std::string> text_of_json(const json::value& value) {
  if (const auto* text = value.if_string()) return std::string(text->data(), text->size());
  if (const auto* number = value.if_int64()) return std::to_string(*number);
  if (const auto* number = value.if_uint64()) return std::to_string(*number);
  if (const auto* yes = value.if_bool()) return std::string(*yes ? "yes" : "no");
  return std::nullopt;
}

class JsonPlan {
 public:
  explicit JsonPlan(const ImportGround& ground)
      : ground_(ground), schema_(ground.policy.schema()) {}

  ImportPlan run(std::string_view text) {
    while (!text.empty()) {
      ++line_;
      const auto end = text.find('\n');
      const std::string_view line = text.substr(0, end);
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
      if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
      auto value = parse_json(line);
      if (!value) {
        fault(value.error().message);
      } else if (const auto* object = value->if_object()) {
        take_record(*object);
      } else {
        fault("an object is expected");
      }
    }
    if (plan_.drafts.empty() && plan_.faults.empty()) fault("the file is empty");
    return std::move(plan_);
  }

 private:
  void fault(std::string what) { plan_.faults.push_back({line_, 0, std::move(what)}); }

  void take_record(const json::object& object) {
    const std::size_t before = plan_.faults.size();
    DraftBuilder draft(ground_.policy, ground_.charter, DraftBuilder::Numbers::checked);
    redact::Row rows = 0;
    for (const auto& [key, value] : object) {
      const auto* inner = value.if_object();
      if (inner == nullptr || (key != "fields" && key != "rows")) {
        fault("a record has \"fields\" and \"rows\", which are objects");
      } else if (key == "fields") {
        take_fields(draft, *inner, nullptr, 0);
      } else {
        take_rows(draft, *inner, rows);
      }
    }
    if (draft.empty() && plan_.faults.size() == before) fault("the record is empty");
    plan_.drafts.push_back(draft.take());
  }

  void take_rows(DraftBuilder& draft, const json::object& object, redact::Row& rows) {
    for (const auto& [key, value] : object) {
      const redact::Entity* entity = schema_.entity(string_of(key));
      const auto* list = value.if_array();
      if (entity == nullptr || !entity->many || list == nullptr) {
        fault("\"rows\" has lists of objects, by entities that have many rows");
        continue;
      }
      for (const json::value& item : *list) {
        const auto* fields = item.if_object();
        if (fields == nullptr || rows >= DraftBuilder::kRowsMax) {
          fault(fields == nullptr ? "a row is an object" : "too many rows");
          return;
        }
        take_fields(draft, *fields, entity, store::kNewRow + rows++);
      }
    }
  }

  void take_fields(DraftBuilder& draft, const json::object& object, const redact::Entity* entity,
                   redact::Row row) {
    for (const auto& [key, value] : object) {
      const std::string name = string_of(key);
      const redact::Field* field = schema_.field(name);
      if (field == nullptr && entity != nullptr) field = schema_.field(entity->name + "." + name);
      const bool fits =
          field != nullptr &&
          (entity != nullptr ? field->entity == entity->id : !schema_.entity(field->entity)->many);
      if (!fits) {
        fault("a key is no field of this part of the record");
        continue;
      }
      if (value.is_null()) continue;
      const auto text = text_of_json(value);
      if (!text) {
        fault(ground_.console.label(field->label) +
              ": want a string, a whole number, true, false or null");
        continue;
      }
      if (auto set = draft.set({field, row}, *text); !set) {
        fault(cell_fault(*field, set.error(), ground_.console));
      }
    }
  }

  const ImportGround& ground_;
  const redact::Schema& schema_;
  std::size_t line_ = 0;
  ImportPlan plan_;
};

}  // namespace

ImportPlan plan_json_lines(std::string_view text, const ImportGround& ground) {
  constexpr std::string_view kMark = "\xef\xbb\xbf";
  if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
  return JsonPlan(ground).run(text);
}

}  // namespace veil::tools
