// store/session.h: the person's half: one identity, one role, one purpose, entered at a vault. The
// only way to a value. Holds the keys of the compartments that the role may open, no record secret:
// without the vault's share of each section, and so without a log entry, it opens nothing. Promise:
// a View holds exactly what the vault's decision and the keys at hand allow, and nothing of a
// record of which any part fails its checks. Keys are wiped when the session ends.
// Thread safety: const members may be called concurrently; a Session must not outlive its vault.
// Errors: as store/vault.h; and Denied "no grant for this role" if the keys are not there.
#pragma once

#include <map>
#include <memory>
#include <span>

#include "redact/view.h"
#include "store/log/entry.h"
#include "store/vault.h"

namespace veil::store {

struct EnterOptions {
  std::string role;
  std::string purpose;
  std::optional<Pin> pin;  // what this person last saw of the store: anything older is refused
};

// One value to be set, or cleared where `value` is absent.
struct Edit {
  redact::FieldId field = 0;
  redact::Row row =
      0;  // 0 for entities with one row; kNewRow + i for the i-th new row of the draft
  std::optional<redact::Value> value;
};
inline constexpr redact::Row kNewRow = 0x80000000U;

struct RecordDraft {
  std::vector<Edit> edits;
  std::vector<std::pair<redact::EntityId, redact::Row>> removed_rows;
  FactChange facts;
};

// One record of an import: a new one, whose id derives from the import and the row, or one that is
// amended.
struct ImportItem {
  const RecordDraft* draft = nullptr;
  std::uint64_t row = 0;  // its place in the import
  std::optional<RecordId> amends;
};

struct RecordView {
  RecordId id;
  redact::View view;
};

struct ListPage {
  std::vector<RecordView> records;
  std::optional<RecordId> next;
  // Records of this page that do not pass their checks, of which nothing is shown; and those of
  // them that this session may know.
  std::size_t damaged = 0;
  std::vector<RecordId> damaged_ids;
};

// What one field of a record was from a version on.
struct PastValue {
  std::uint64_t version = 0;
  redact::Cell cell;  // Marker::empty: there was a value before, and it was taken away
  // Who wrote it and when; of facts only, and for those who see who works on the record.
  redact::PersonId by = 0;
  std::uint64_t at_ms = 0;
};

struct RecordHistory {
  RecordId id;
  std::uint64_t record_version = 0;
  std::vector<redact::ClassDecision> classes;
  std::vector<PastValue> values;  // by field in the schema's order, row, version
};

struct SearchPage {
  std::vector<RecordView> records;  // with the fields that the policy shows of what is found
  bool more = false;                // there are more records of this value than are answered
  unsigned left = 0;                // searches that this person may make today
};

struct LogLine {
  std::uint64_t index = 0;
  Entry entry;
};

class Session {
 public:
  static Result<std::unique_ptr<Session>> enter(Vault& vault, const crypto::Identity& identity,
                                                const EnterOptions& options);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  const redact::Policy& policy() const noexcept;
  const Charter& charter() const noexcept;
  const redact::Role& role() const noexcept;
  redact::PersonId person() const noexcept;
  // What to pin after this session: the charter and checkpoint it saw.
  Pin seen() const;

  Result<RecordView> read(const RecordId& id, const Want& want, const std::string& reason = {});
  // A whole id or a prefix that names one record of those this session sees something of.
  Result<RecordView> read(const RecordIdPrefix& prefix, const Want& want,
                          const std::string& reason = {});
  Result<ListPage> list(const ListRequest& request);
  // What the record was, as far as it can still be opened: where an older section was erased, or
  // was veiled by rules that count no more, its class begins with the version that replaced it.
  Result<RecordHistory> history(const RecordIdPrefix& prefix, const Want& want,
                                const std::string& reason = {});

  // The records that hold this value of a field, in any of the ways it is written, and of which
  // this session sees something. InvalidArgument for a value that has no normal form.
  Result<SearchPage> search(redact::FieldId field, const redact::Value& value,
                            const std::string& reason = {});
  // Why a person of the roster sees a class of the record as she does; see Vault::explain.
  Result<ExplainAnswer> explain(const RecordIdPrefix& prefix, redact::PersonId person,
                                redact::ClassId cls, const std::string& reason = {});

  Result<RecordId> create(const RecordDraft& draft, const std::string& reason = {});
  struct Written {
    std::uint64_t version = 0;
    redact::Row first_row = 0;  // of those that the draft's new rows became
  };
  Result<Written> write(const RecordId& id, const RecordDraft& draft,
                        const std::string& reason = {});
  // Answers the new record version. Conflict: somebody else wrote first; read and try again.
  Result<std::uint64_t> amend(const RecordId& id, const RecordDraft& draft,
                              const std::string& reason = {});
  // Makes again what of the record's weaker strengths is not current: scrubbed before something
  // became known, or veiled by older rules. It is logged as the reading and writing that it is.
  // Conflict: somebody else keeps writing.
  struct Reveiled {
    std::uint64_t version = 0;          // that it made; 0: none
    std::vector<redact::ClassId> left;  // not current either, and not for this session
  };
  Result<Reveiled> reveil(const RecordId& id, const std::string& reason = {});
  // The next records, of those that this session sees something of, where it might make something
  // again.
  struct StalePage {
    std::vector<RecordId> records;
    std::size_t looked_at = 0;
    std::size_t damaged = 0;  // that do not pass their checks
    std::optional<RecordId> next;
  };
  Result<StalePage> stale(const std::optional<RecordId>& after, std::size_t limit,
                          const std::string& reason = {});
  struct Imported {
    RecordId id;
    bool was_there = false;  // an earlier run of the same import wrote it
  };
  // One batch of new and amended records; all or none, but for rows that are there already.
  Result<std::vector<Imported>> import(std::span<const ImportItem> items, BytesView import_id,
                                       const std::string& reason = {});
  // The same of new records only, `first_row` being the place of the first in the import.
  Result<std::vector<Imported>> import(std::span<const RecordDraft> drafts, BytesView import_id,
                                       std::uint64_t first_row, const std::string& reason = {});
  // Writes nothing: the records that rows of an import are or would be. Denied if this session may
  // not make records with values of these classes.
  struct ImportProbe {
    std::vector<std::uint64_t> rows;
    std::vector<redact::ClassId> classes;
  };
  Result<std::vector<Imported>> probe_import(const ImportProbe& probe, BytesView import_id,
                                             const std::string& reason = {});

  // Writes nothing: whether the vault would take this record. What it holds is not looked at.
  Result<> rehearse(const ImportItem& item, BytesView import_id, const std::string& reason = {});

  // ---- acts of several people: store/request.h
  // `policy`: of a change of policy, its text.
  Result<RequestId> ask(RequestSubject subject, std::string text, BytesView policy = {});
  Result<> answer(const RequestId& id, Verdict verdict, const std::string& text = {});
  // Each checked to be signed by whom it names.
  Result<std::vector<RequestLine>> requests(const RequestQuery& query = {});
  // Signed by the identity again, not by what the session holds. `code`: of the policy's list.
  Result<RequestId> break_glass(const crypto::Identity& again, const RecordId& record,
                                const std::string& code, const std::string& text);

  // Auditors only.
  Result<std::vector<LogLine>> read_log(const LogRequest& request);
  Result<std::vector<HeadLine>> heads(const std::optional<RecordId>& after, std::size_t limit);

  struct Inside;  // store/session_inside.h

 private:
  explicit Session(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace veil::store
