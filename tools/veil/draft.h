// tools/veil/draft.h: what people write of a record, as words and texts, into a RecordDraft.
// A place is a field's name or label and, for entities with many rows, the row: "person.name",
// "minor.name#3" for row 3 of the record, "minor.name#+1" for the first new row.
// Errors: InvalidArgument, naming the field and the reason, never the text.
// Thread safety: none; one thread.
#pragma once

#include <string_view>

#include "store/session.h"

namespace veil::tools {

struct FieldPlace {
  const redact::Field* field = nullptr;
  redact::Row row = 0;
};
Result<FieldPlace> parse_place(const redact::Schema& schema, std::string_view text);

class DraftBuilder {
 public:
  static constexpr redact::Row kRowsMax = 10000;

  // Whether numbers of people and organisations must pass their check: what comes in bulk is often
  // mangled by a spreadsheet, what one person writes down may be what was really shown to her.
  enum class Numbers { as_written, checked };

  // Both must outlive the builder.
  DraftBuilder(const redact::Policy& policy, const store::Charter& charter,
               Numbers numbers = Numbers::as_written)
      : policy_(policy), schema_(policy.schema()), charter_(charter), numbers_(numbers) {}

  // Facts of the host (assigned people by roster name, status, ...) are set like any field. A new
  // row of consents or referrals is one that is given or offered; of one that is there only the end
  // of a consent and the state of a referral can be set.
  Result<> set(const FieldPlace& place, std::string_view text);
  Result<> clear(const FieldPlace& place);
  // Acts that no text says: people added or taken away, a referral answered.
  store::FactChange& facts() noexcept { return draft_.facts; }
  bool sets(const redact::Field& field) const noexcept;  // a value of its, in any row
  bool empty() const noexcept { return draft_.edits.empty() && draft_.facts.empty(); }
  store::RecordDraft take() { return std::move(draft_); }

 private:
  Result<> set_fact(const FieldPlace& place, std::string_view text);
  Result<> set_consent(const FieldPlace& place, const redact::Value& value);
  Result<> set_referral(const FieldPlace& place, const redact::Value& value);
  Result<std::vector<redact::PersonId>> people(const redact::Field& field,
                                               std::string_view text) const;

  const redact::Policy& policy_;
  const redact::Schema& schema_;
  const store::Charter& charter_;
  Numbers numbers_;
  store::RecordDraft draft_;
};

}  // namespace veil::tools
