#include "tools/veil/record_json.h"

namespace veil::tools {
namespace {

namespace json = boost::json;

json::value end_json(const std::optional<std::int64_t>& end) {
  return end ? json::value(*end) : json::value(nullptr);
}

json::object entry_json(const redact::CodeEntry& entry) {
  return {{"code", entry.code}, {"edition", entry.edition}};
}

// One overload for each kind.
struct ToJson {
  json::value operator()(const redact::Unknown& /*unknown*/) const { return nullptr; }
  json::value operator()(const std::string& text) const {
    return json::object{{"kind", "text"}, {"text", text}};
  }
  json::value operator()(const redact::Date& date) const {
    constexpr const char* kPrecisions[] = {"day", "month", "year"};
    return json::object{{"kind", "date"},
                        {"days", date.days},
                        {"precision", kPrecisions[static_cast<int>(date.precision)]}};
  }
  json::value operator()(const redact::Money& money) const {
    return json::object{{"kind", "money"}, {"fen", money.fen}};
  }
  json::value operator()(std::int64_t number) const {
    return json::object{{"kind", "number"}, {"number", number}};
  }
  json::value operator()(bool yes) const {
    return json::object{{"kind", "boolean"}, {"boolean", yes}};
  }
  json::value operator()(const redact::CodeEntry& entry) const {
    json::object out = {{"kind", "code"}};
    for (auto& [key, value] : entry_json(entry)) out.emplace(key, value);
    return out;
  }
  json::value operator()(const std::vector<redact::CodeEntry>& entries) const {
    json::array codes;
    for (const redact::CodeEntry& entry : entries) codes.emplace_back(entry_json(entry));
    return json::object{{"kind", "codes"}, {"codes", std::move(codes)}};
  }
  json::value operator()(const redact::Band& band) const {
    return json::object{
        {"kind", "band"}, {"low", end_json(band.low)}, {"high", end_json(band.high)}};
  }
  json::value operator()(const redact::FileReference& file) const {
    return json::object{{"kind", "file"},
                        {"media_type", file.media_type},
                        {"size", file.size},
                        {"blake2b", hex(file.digest)}};
  }
  json::value operator()(const redact::Present& present) const {
    return json::object{{"kind", "present"}, {"valid", present.valid}};
  }
};

}  // namespace

json::value value_json(const redact::Value& value) {
  return std::visit(ToJson{}, value);
}

json::object cell_json(const redact::Schema& schema, const redact::Cell& cell,
                       const Console& console) {
  const redact::Field& field = *schema.field(cell.field);
  json::object out;
  out["field"] = field.name;
  if (schema.entity(field.entity)->many) out["row"] = cell.row;
  out["label"] = console.label(field.label);
  out["strength"] = redact::to_string(cell.strength);
  out["marker"] = redact::to_string(cell.marker);
  out["value"] = cell.value ? value_json(*cell.value) : json::value(nullptr);
  out["shown"] = cell.value
                     ? json::value(redact::show_value(schema, field, *cell.value, console.language))
                     : json::value(nullptr);
  return out;
}

json::object record_json(const redact::Schema& schema, const store::RecordView& record,
                         const Console& console) {
  json::array fields;
  for (const redact::Cell& cell : record.view.cells) {
    json::object one = cell_json(schema, cell, console);
    for (const redact::ClassDecision& decision : record.view.classes) {
      if (decision.cls != schema.field(cell.field)->cls) continue;
      if (decision.why != redact::Why::granted) one["why"] = redact::to_string(decision.why);
    }
    fields.emplace_back(std::move(one));
  }
  json::object out;
  out["id"] = record.id.text();
  out["version"] = record.view.record_version;
  out["fields"] = std::move(fields);
  return out;
}

void print_json(Console& console, const json::value& value) {
  console.out() << json::serialize(value) << '\n';
}

}  // namespace veil::tools
