// store/sealing.h: the person's side of one commit: a draft, checked and sorted by class, then
// sealed in every strength under one ticket. Internal to store/session_write.cpp. Thread safety: a
// Sealing belongs to one thread.
#pragma once

#include <set>

#include "redact/veil/veil.h"
#include "store/lexicon_finder.h"

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

// Signs what `leaves`, the hashes of the items' statements, stand for, and commits it.
Result<std::vector<std::uint64_t>> send_commit(Session::Inside& inside,
                                               std::vector<CommitItem> items,
                                               const std::vector<Hash>& leaves);

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
  // Forms of the known values that are written, for the lexicon; likewise before merge().
  Result<> know();
  // Known values that the record holds and its lexicon may lack: of these fields all of them.
  Result<> cover(const std::vector<redact::FieldId>& fields,
                 const std::vector<redact::OpenedValue>& values);
  // Whether this commit makes older scrubbed texts stale.
  bool changes_known() const noexcept { return prepared_.known_changed; }

  // What the commit scrubs its texts of. After merge(): asks for all texts at once.
  void look_up();

  // Why texts are not scrubbed by what run() answered, where that may be gone another time.
  const std::optional<Error>& failure() const noexcept { return failure_; }

  // Denied if a key is missing, or who may not read a part would overwrite it.
  Result<CommitItem> run();
  CommitStatement statement(const CommitItem& item) const;

 private:
  Result<> add_forms();
  std::vector<std::string_view> texts() const;
  std::uint64_t known_version(redact::Compartment compartment);
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
  std::vector<redact::KnownValue> known_;
  std::unique_ptr<LexiconFinder> finder_;
  std::optional<Error> failure_;
  Hash salt_{};
  std::set<redact::ClassId> merged_;
  CommitItem item_;
};

}  // namespace veil::store
