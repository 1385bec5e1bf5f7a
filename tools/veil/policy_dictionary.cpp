#include "tools/veil/policy_dictionary.h"

#include <algorithm>

#include "redact/policy_words.h"
#include "tools/veil/policy_labels.h"

namespace veil::tools {
namespace {

using redact::CodeList;
using redact::Field;
using redact::Policy;
using redact::Schema;
using redact::Strength;

std::vector<std::string> titles(const Console& console) {
  return {console.word("字段", "field"),      console.word("中文", "zh"),
          console.word("英文", "en"),         console.word("部分", "part"),
          console.word("类别", "class"),      console.word("类型", "type"),
          console.word("脱敏", "veiled"),     console.word("统计", "counted"),
          console.word("精确查找", "search"), console.word("主机可见", "host fact")};
}

std::vector<std::string> cells_of(const Schema& schema, const Field& field,
                                  const Console& console) {
  const auto form = [&](Strength strength) {
    const redact::VeilRule& rule = field.rule(strength);
    if (rule.kind == redact::VeilKind::none) return std::string("-");
    std::string text = veil_label(rule.kind, console);
    const std::string words = redact::words_of(field, rule);
    const auto bounds = words.find(" [");
    return bounds == std::string::npos ? text : text + words.substr(bounds);
  };
  std::string type = type_label(field.type, console);
  if (!field.codes.empty()) type += ": " + field.codes;
  const bool fact = field.fact != redact::FactKind::none;
  return {field.name,
          field.label.zh,
          field.label.en,
          console.label(schema.entity(field.entity)->label),
          console.label(schema.cls(field.cls)->label),
          type,
          form(Strength::veiled),
          form(Strength::counted),
          field.index ? console.word("可", "yes") : "-",
          fact ? std::string(to_string(field.fact)) : "-"};
}

std::string markdown_line(const std::vector<std::string>& cells) {
  std::string out = "|";
  for (const std::string& cell : cells) {
    out += " ";
    for (const char c : cell) {
      if (c == '|' || c == '\\' || c == '<' || c == '*' || c == '`') out += '\\';
      out += c;
    }
    out += " |";
  }
  return out + "\n";
}

std::string markdown_rule(std::size_t columns) {
  std::string out = "|";
  for (std::size_t i = 0; i < columns; ++i) out += " --- |";
  return out + "\n";
}

std::string markdown_codes(const CodeList& list, const std::string& name, const Console& console) {
  std::string out = "\n## " + name + "\n\n";
  out += markdown_line({console.word("代码", "code"), console.word("中文", "zh"),
                        console.word("英文", "en"), console.word("归并为", "group"),
                        console.word("版本", "edition")});
  out += markdown_rule(5);
  for (const CodeList::Item& item : list.items) {
    const auto* group = list.find_group(item.group);
    out += markdown_line({item.code, item.label.zh, item.label.en,
                          group == nullptr ? "-" : console.label(group->label), item.edition});
  }
  return out;
}

boost::json::object field_json(const Schema& schema, const Field& field) {
  return {{"id", field.id},
          {"name", field.name},
          {"zh", field.label.zh},
          {"en", field.label.en},
          {"entity", schema.entity(field.entity)->name},
          {"many", schema.entity(field.entity)->many},
          {"class", schema.cls(field.cls)->name},
          {"hidden", schema.cls(field.cls)->hidden},
          {"type", to_string(field.type)},
          {"codes", field.codes},
          {"veiled", redact::words_of(field, field.veiled)},
          {"counted", redact::words_of(field, field.counted)},
          {"known", field.known ? to_string(*field.known) : ""},
          {"index", field.index},
          {"fact", field.fact == redact::FactKind::none ? "" : to_string(field.fact)}};
}

boost::json::object items_json(const CodeList& list) {
  boost::json::array items;
  for (const CodeList::Item& item : list.items) {
    items.emplace_back(boost::json::object{{"code", item.code},
                                           {"edition", item.edition},
                                           {"zh", item.label.zh},
                                           {"en", item.label.en},
                                           {"group", item.group}});
  }
  return {{"edition", list.edition}, {"items", std::move(items)}};
}

// The store sets these itself, or they are acts with a command of their own.
bool is_written(const Field& field) {
  return field.fact != redact::FactKind::created_by && field.fact != redact::FactKind::created_at &&
         field.type != redact::FieldType::file && !redact::is_of_referral(field.fact) &&
         field.fact != redact::FactKind::consent_withdrawn;
}

}  // namespace

std::string csv_line(const std::vector<std::string>& cells) {
  std::string out;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out += ',';
    const bool plain = cells[i].find_first_of(",;\"\r\n\t") == std::string::npos;
    if (!plain) out += '"';
    for (const char c : cells[i]) {
      if (c == '"') out += '"';
      out += c;
    }
    if (!plain) out += '"';
  }
  return out + "\r\n";
}

std::string dictionary_markdown(const Policy& policy, const Console& console) {
  const Schema& schema = policy.schema();
  std::string out = std::string("# ") + console.word("数据字典：", "Data dictionary: ");
  out += policy.id() + ", " + console.word("版本", "version") + " " + policy.version() + "\n\n";
  out += markdown_line(titles(console)) + markdown_rule(titles(console).size());
  for (const Field& field : schema.fields()) out += markdown_line(cells_of(schema, field, console));
  for (const auto& [name, list] : schema.code_lists()) out += markdown_codes(list, name, console);
  return out;
}

std::string dictionary_csv(const Policy& policy, const Console& console) {
  std::string out(kByteOrderMark);
  out += csv_line(titles(console));
  for (const Field& field : policy.schema().fields()) {
    out += csv_line(cells_of(policy.schema(), field, console));
  }
  return out;
}

boost::json::object dictionary_json(const Policy& policy) {
  boost::json::array fields;
  for (const Field& field : policy.schema().fields()) {
    fields.emplace_back(field_json(policy.schema(), field));
  }
  boost::json::object codes;
  for (const auto& [name, list] : policy.schema().code_lists()) codes[name] = items_json(list);
  return {{"id", policy.id()},
          {"version", policy.version()},
          {"fields", std::move(fields)},
          {"codes", std::move(codes)}};
}

std::vector<std::string> import_headings(const Policy& policy,
                                         const std::vector<std::string>& entities,
                                         const Console& console) {
  const Schema& schema = policy.schema();
  const bool zh = console.language == redact::Language::zh;
  std::vector<std::string> out = {console.word("案号", "case"), console.word("类型", "entity"),
                                  console.word("行", "row")};
  const auto several = [&](const Field& field) {
    return std::count_if(schema.fields().begin(), schema.fields().end(),
                         [&](const Field& other) { return other.label.zh == field.label.zh; }) > 1;
  };
  for (const Field& field : schema.fields()) {
    const redact::Entity& entity = *schema.entity(field.entity);
    const bool asked = entities.empty() ||
                       std::find(entities.begin(), entities.end(), entity.name) != entities.end();
    if (!asked || !is_written(field)) continue;
    const std::string label =
        several(field) ? entity.label.zh + "." + field.label.zh : field.label.zh;
    out.push_back(zh ? label : field.name);
  }
  return out;
}

}  // namespace veil::tools
