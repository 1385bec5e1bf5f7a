// tests/store/scrub_world.h: a store whose measures have reports in free text, which supervisors
// see scrubbed.
#pragma once

#include "redact/text/scrub.h"
#include "tests/store/world.h"

namespace veil::test {

// The demo policy with a class `report` of one field, measure.report: handler and caseworker write
// and read it in full, intake writes it blind, the supervisor sees it veiled.
std::string report_policy();

// Adds a report to the record; answers its row.
redact::Row report(store::Session& session, const store::RecordId& id, const std::string& text);
// What the supervisor sees of it.
std::string scrubbed(World& world, const store::RecordId& id, redact::Row row);

}  // namespace veil::test
