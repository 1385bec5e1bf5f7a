// tools/veil/policy_sheet.h: a policy as tables, to be read and signed by those who answer for it:
// who sees what, under which conditions, for which purposes, and what never.
// Thread safety: free functions; the sheet is a value.
#pragma once

#include <string>
#include <vector>

#include <boost/json.hpp>

#include "redact/policy.h"
#include "tools/veil/console.h"

namespace veil::tools {

struct SheetTable {
  std::string title;
  std::string note;                   // one sentence below the title; may be empty
  std::vector<std::string> headings;  // the first column names the row
  std::vector<std::vector<std::string>> rows;
  bool broad = false;  // too many columns for a terminal: broken into several tables there
};

struct Sheet {
  std::string title;
  std::vector<std::pair<std::string, std::string>> facts;  // version, fingerprint, ...
  std::vector<SheetTable> tables;
};

// `text` is the policy's file: its fingerprint says what exactly was signed.
Sheet make_sheet(const redact::Policy& policy, std::string_view text, const Console& console);
// BLAKE2b-256 of the file, in hex, as `b2sum -l 256` prints it.
std::string fingerprint(std::string_view text);

// For a terminal: at most Console::kWidth columns.
std::string sheet_text(const Console& console, const Sheet& sheet);
std::string sheet_markdown(const Sheet& sheet);
// Whole and self-contained: no script, no other file. Ends with lines to be signed.
std::string sheet_html(const Sheet& sheet, const Console& console);
boost::json::object sheet_json(const redact::Policy& policy, std::string_view text);

}  // namespace veil::tools
