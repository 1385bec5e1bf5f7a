// tools/veil/log_text.h: entries of the access log and reports about it, for people and as JSON.
// Thread safety: free functions.
#pragma once

#include <boost/json.hpp>

#include "store/log/verify.h"
#include "store/session.h"
#include "tools/veil/console.h"

namespace veil::tools {

// What names the numbers of an entry.
struct LogNames {
  const redact::Policy& policy;
  const store::Charter& charter;
};

void print_entry(Console& console, const LogNames& names, const store::LogLine& line);
boost::json::object entry_json(const LogNames& names, const store::LogLine& line);

// "2022-06-14 09:30:05" in the zone of the policy.
std::string time_text(std::uint64_t time_ms, int utc_offset_minutes);

void print_report(Console& console, const store::LogReport& report);
boost::json::object report_json(const store::LogReport& report);

}  // namespace veil::tools
