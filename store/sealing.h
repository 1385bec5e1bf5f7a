// store/sealing.h: the person's side of one commit: a draft, checked and sorted by class, then
// sealed in every strength under one ticket. Internal to store/session_write.cpp. Thread safety: a
// Sealing belongs to one thread.
#pragma once

#include <set>

#include "redact/veil/veil.h"
#include "store/session_inside.h"

namespace veil::store {

// One value as it will be sealed in full; a weaker strength is made from it.
struct FullValue {
  const redact::Field* field = nullptr;
  std::optional<redact::Value> value;  // none: cleared
};
// By row, as numbered in the draft, and field.
using Rows = std::map<std::pair<redact::Row, redact::FieldId>, FullValue>;

struct Prepared {
  std::map<redact::ClassId, Rows> classes;
  std::map<redact::ClassId, std::set<std::pair<redact::Row, redact::EntityId>>> removed_rows;
  FactChange facts;
  std::uint32_t new_rows = 0;
  bool known_changed = false;

  std::vector<redact::ClassId> class_ids() const;
};

// InvalidArgument, naming the field, if the draft does not fit the schema.
Result<Prepared> prepare(const redact::Schema& schema, const RecordDraft& draft);

// w: random, and hedged with what is written in case the generator repeats itself.
Hash writer_salt(const Prepared& prepared);

class Sealing {
 public:
  // The first two must outlive it. `from_writer` is the w that the ticket was asked for with.
  Sealing(const Session::Inside& inside, const Ticket& ticket, Prepared prepared,
          const Hash& from_writer);

  // Takes over the existing content of a class, which the new sections replace.
  void merge(redact::ClassId cls, const ClassContent& content, const Head& head);

  // Tokens of what is written to indexed fields. Comes before merge(): what that carries on has
  // its postings already. Denied if the key of an index is missing.
  Result<> index();

  // Denied if a key is missing, or who may not read a part would overwrite it.
  Result<CommitItem> run();
  CommitStatement statement(const CommitItem& item) const;

 private:
  redact::Row number(redact::Row row) const;
  const redact::Value* strength_of(const FullValue& full, redact::Strength strength,
                                   std::optional<redact::Value>& made) const;
  Result<std::vector<SealedRow>> rows_of(redact::ClassId cls, redact::Strength strength,
                                         Bytes& values) const;
  Result<> seal(const CompartmentShare& share);
  Result<> seal_blind(const CompartmentShare& share, const SectionPlace& place,
                      const std::vector<SealedRow>& rows, Padding padding, NewSection& out) const;

  const Session::Inside& inside_;
  const Ticket& ticket_;
  Prepared prepared_;
  redact::VeilContext context_;
  Hash salt_{};
  std::set<redact::ClassId> merged_;
  CommitItem item_;
};

}  // namespace veil::store
