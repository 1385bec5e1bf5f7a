// redact/facts.h: the few typed facts of a record that the host must read to decide (DESIGN 6).
// They are kept in the record's host section, whole, and are no secret to the host.
// Thread safety: values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "redact/strength.h"
#include "redact/value.h"

namespace veil::redact {

struct Consent {
  std::string scope;
  std::string recipient;
  std::uint64_t until_ms = 0;
  bool withdrawn = false;
  friend bool operator==(const Consent&, const Consent&) = default;
};

struct Facts {
  PersonId created_by = 0;
  std::uint64_t created_at_ms = 0;
  std::optional<Date> opened_on;  // ages are counted on this day; absent: the day of created_at
  std::vector<PersonId> assigned;
  std::vector<PersonId> conflicts;  // may never open the record
  std::string status;
  std::vector<Consent> consents;
  std::vector<std::string> holds;  // reasons why nothing may be erased
  friend bool operator==(const Facts&, const Facts&) = default;
};

}  // namespace veil::redact
