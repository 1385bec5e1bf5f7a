// tools/veil/record_json.h: a record as JSON: for each field what it is, how strong, which marker,
// the value in typed form and as people read it.
// Thread safety: free functions.
#pragma once

#include <boost/json.hpp>

#include "store/session.h"
#include "tools/veil/console.h"

namespace veil::tools {

// {"kind": "money", "fen": 1280050}: the kind, and its parts under their names in redact/value.h;
// null for Unknown, which the marker says.
boost::json::value value_json(const redact::Value& value);
boost::json::object cell_json(const redact::Schema& schema, const redact::Cell& cell,
                              const Console& console);
// {"id", "version", "fields": [...]}; a field that is not seen in full says "why".
boost::json::object record_json(const redact::Schema& schema, const store::RecordView& record,
                                const Console& console);

// One line, ended.
void print_json(Console& console, const boost::json::value& value);

}  // namespace veil::tools
