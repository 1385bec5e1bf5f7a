// A sheet as Markdown, as a page to be printed, and as JSON.
#include <algorithm>

#include "redact/policy_ways.h"
#include "redact/policy_words.h"
#include "tools/veil/policy_sheet.h"

namespace veil::tools {
namespace {

constexpr const char* kStyle = R"(
@page { size: A4 landscape; margin: 12mm; }
body { font: 13px/1.45 "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei",
  sans-serif; color: #1b1b1b; margin: 24px; }
h1 { font-size: 20px; margin: 0 0 4px; }
h2 { font-size: 15px; margin: 26px 0 2px; break-after: avoid; }
p { margin: 2px 0 6px; color: #555; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 14px; margin: 0; }
dt { color: #555; } dd { margin: 0; font-family: monospace; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { border: 1px solid #c4c4c4; padding: 3px 6px; text-align: left; vertical-align: top; }
th { background: #eef1f5; font-weight: 600; }
tbody th { background: #f7f8fa; min-width: 6em; }
.broad { font-size: 12px; } .broad .way { white-space: nowrap; }
.broad td.none { color: #aaa; }
.broad td.full { background: #fbe7e3; } .broad td.veiled { background: #fdf4dc; }
.broad td.counted { background: #e8f2e8; }
.sign { display: grid; grid-template-columns: 1fr 1fr 1fr; gap: 30px; margin-top: 40px;
  break-inside: avoid; }
.sign div { border-top: 1px solid #333; padding-top: 4px; }
@media print {
  body { margin: 0; font-size: 11px; } .broad { font-size: 9.5px; }
  th, td { padding: 2px 4px; } .broad th, .broad td { padding: 1px 3px; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
)";

std::string markdown_cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("\\`*_[]<>|#").find(c) != std::string_view::npos) out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

std::string html_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

// By the strongest way in the cell, as colours of the page.
const char* shade(std::string_view cell) {
  if (cell.starts_with("F") || cell.starts_with("全")) return "full";
  if (cell.starts_with("V") || cell.starts_with("脱")) return "veiled";
  if (cell.starts_with("C") || cell.starts_with("计")) return "counted";
  return cell == "-" ? "none" : "";
}

// A line breaks between ways, not within one.
std::string html_ways(std::string_view cell) {
  constexpr std::string_view kOr = " / ";
  std::string out;
  while (!cell.empty()) {
    const std::string_view way = cell.substr(0, cell.find(kOr));
    out += (out.empty() ? "" : " / ") + ("<span class=\"way\">" + html_text(way)) + "</span>";
    cell.remove_prefix(std::min(way.size() + kOr.size(), cell.size()));
  }
  return out;
}

std::string html_table(const SheetTable& table) {
  std::string out = table.broad ? "<table class=\"broad\">\n" : "<table>\n";
  out += "<thead><tr>";
  for (const std::string& heading : table.headings) out += "<th>" + html_text(heading) + "</th>";
  out += "</tr></thead>\n<tbody>\n";
  for (const auto& row : table.rows) {
    out += "<tr><th>" + html_text(row.front()) + "</th>";
    for (std::size_t i = 1; i < row.size(); ++i) {
      const std::string kind = table.broad ? shade(row[i]) : "";
      out += kind.empty() ? "<td>" : "<td class=\"" + kind + "\">";
      out += (table.broad ? html_ways(row[i]) : html_text(row[i])) + "</td>";
    }
    out += "</tr>\n";
  }
  return out + "</tbody>\n</table>\n";
}

boost::json::array names(const redact::Policy& policy, const std::vector<redact::PurposeId>& ids) {
  boost::json::array out;
  for (const redact::PurposeId id : ids) out.emplace_back(policy.purpose(id)->name);
  return out;
}

boost::json::object way_json(const redact::Policy& policy, const redact::Grant& way) {
  redact::Conditions rest = way.when;
  rest.purposes.clear();
  return {{"strength", to_string(way.strength)},
          {"write", way.write},
          {"when", redact::words_of(policy, rest)},
          {"purposes", names(policy, way.when.purposes)}};
}

boost::json::object role_json(const redact::Policy& policy, const redact::Role& role) {
  boost::json::array may;
  for (const redact::Action action : role.may) may.emplace_back(to_string(action));
  boost::json::object sees;
  for (const redact::Class& cls : policy.schema().classes()) {
    boost::json::array ways;
    for (const redact::Grant& way : redact::ways_of(policy, role, cls.id)) {
      ways.emplace_back(way_json(policy, way));
    }
    if (!ways.empty()) sees[cls.name] = std::move(ways);
  }
  return {{"name", role.name},      {"zh", role.label.zh},
          {"en", role.label.en},    {"body", role.body},
          {"may", std::move(may)},  {"purposes", names(policy, role.purposes)},
          {"sees", std::move(sees)}};
}

}  // namespace

std::string sheet_markdown(const Sheet& sheet) {
  std::string out = "# " + markdown_cell(sheet.title) + "\n\n";
  for (const auto& [name, value] : sheet.facts) {
    out += name + ": `";
    out += value + "`  \n";
  }
  for (const SheetTable& table : sheet.tables) {
    out += "\n## " + table.title + "\n\n";
    if (!table.note.empty()) out += markdown_cell(table.note) + "\n\n";
    std::string rule;
    for (const std::string& heading : table.headings) {
      out += "| " + markdown_cell(heading) + " ";
      rule += "| --- ";
    }
    out += "|\n" + rule + "|\n";
    for (const auto& row : table.rows) {
      for (const std::string& cell : row) out += "| " + markdown_cell(cell) + " ";
      out += "|\n";
    }
  }
  return out;
}

std::string sheet_html(const Sheet& sheet, const Console& console) {
  const std::string lang = console.language == redact::Language::zh ? "zh-CN" : "en";
  std::string out = "<!doctype html>\n<html lang=\"" + lang + "\">\n<head>\n";
  out += "<meta charset=\"utf-8\">\n<title>" + html_text(sheet.title) + "</title>\n";
  out += std::string("<style>") + kStyle + "</style>\n</head>\n<body>\n";
  out += "<h1>" + html_text(sheet.title) + "</h1>\n<dl>\n";
  for (const auto& [name, value] : sheet.facts) {
    out += "<dt>" + html_text(name) + "</dt><dd>" + html_text(value) + "</dd>\n";
  }
  out += "</dl>\n";
  for (const SheetTable& table : sheet.tables) {
    out += "<h2>" + html_text(table.title) + "</h2>\n";
    if (!table.note.empty()) out += "<p>" + html_text(table.note) + "</p>\n";
    out += html_table(table);
  }
  out += "<div class=\"sign\">";
  for (const char* line : {console.word("审核人", "read and agreed by"),
                           console.word("职务", "office"), console.word("日期", "date")}) {
    out += std::string("<div>") + line + "</div>";
  }
  return out + "</div>\n</body>\n</html>\n";
}

boost::json::object sheet_json(const redact::Policy& policy, std::string_view text) {
  boost::json::array roles;
  for (const redact::Role& role : policy.roles()) roles.emplace_back(role_json(policy, role));
  boost::json::array nevers;
  for (const redact::Never& never : policy.nevers()) {
    nevers.emplace_back(boost::json::object{{"role", policy.role(never.role)->name},
                                            {"class", policy.schema().cls(never.cls)->name},
                                            {"above", to_string(never.above)},
                                            {"why", never.why}});
  }
  return {{"id", policy.id()},
          {"version", policy.version()},
          {"fingerprint", fingerprint(text)},
          {"roles", std::move(roles)},
          {"never", std::move(nevers)}};
}

}  // namespace veil::tools
