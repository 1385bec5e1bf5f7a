// tools/veil/policy_dictionary.h: a policy's data dictionary and import template, made from its
// schema, so that neither can say anything else than the policy does.
// Thread safety: free functions.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <vector>

#include "redact/policy.h"
#include "tools/veil/console.h"

namespace veil::tools {

// Every field with what it holds and what of it the weaker strengths show; then the code lists.
std::string dictionary_markdown(const redact::Policy& policy, const Console& console);
// Fields only, one a line, for spreadsheets: byte order mark, CRLF.
std::string dictionary_csv(const redact::Policy& policy, const Console& console);
boost::json::object dictionary_json(const redact::Policy& policy);

// The headings of a table that `veil import` reads: three that order the lines, then every field
// that can be written, by label or, in English, by name. `entities`: only fields of these; empty:
// all.
std::vector<std::string> import_headings(const redact::Policy& policy,
                                         const std::vector<std::string>& entities,
                                         const Console& console);
// One line of cells for a spreadsheet, quoted where it must be, with CRLF.
std::string csv_line(const std::vector<std::string>& cells);
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace veil::tools
