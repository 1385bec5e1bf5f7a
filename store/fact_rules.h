// store/fact_rules.h: which changes of a record's facts the vault takes. A consent is given or
// ended, never altered; another body is asked only where she agreed to it; a closed record stays as
// it is. Internal to the vault. Errors: Denied, or InvalidArgument for what makes no sense; the
// texts are for people who may know the record. Thread safety: free functions.
#pragma once

#include "redact/decision.h"
#include "store/charter.h"
#include "store/fact_change.h"

namespace veil::store {

struct FactWriter {
  const redact::Policy& policy;
  const Charter& charter;
  const redact::Decision& decision;  // what her session may write of the record
  const redact::Role& role;
  FactWriting writing;
};

// The rows that the commit allots: [first, end).
struct AllottedRows {
  redact::Row first = 0;
  redact::Row end = 0;
};

// What takes the decision of several people is looked for besides: store/request_needs.h.
Result<> check_fact_change(const FactWriter& writer, const redact::Facts& before,
                           const FactChange& change, const AllottedRows& rows);

// Denied if the record is closed and the commit does more than reopen it or take access away.
Result<> check_open(const redact::Schema& schema, const redact::Facts& before,
                    const FactChange& change, bool writes_values);

// Whether this person may answer an offer to her body, whatever else she sees of the record.
bool has_offer(const redact::Facts& facts, const redact::Role& role, const FactWriting& writing);

}  // namespace veil::store
