// tools/veil/record_visit.h: a visit for the sake of one record, as commands that name one make it.
// Thread safety: free functions.
#pragma once

#include "tools/veil/program.h"
#include "tools/veil/record_lookup.h"

namespace veil::tools {

struct RecordVisit {
  store::RecordIdPrefix prefix;
  Visit visit;

  store::Session& session() noexcept { return visit.session(); }
};

// What cannot name a record is refused before the store is opened.
Done<RecordVisit> visit_record(Program& program, const std::string& record);

// Ends it. Exit::refused if of what was asked for nothing could be shown: scripts tell by that.
Done<> leave_record(RecordVisit& at, bool shows_nothing);

// Reads, prints and ends it. If fields were `named`, not to see any of them is a refusal.
struct Reading {
  store::Want want;
  std::string reason;
  bool named = false;
};
Done<> print_reading(Program& program, RecordVisit& at, const Reading& reading);

}  // namespace veil::tools
