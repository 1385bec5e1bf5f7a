#include "tools/veil/import/rehearsal.h"

#include <algorithm>

#include "tools/veil/import/update.h"

namespace veil::tools {
namespace {

// What concerns one record only; the rest stops the import.
bool is_of_record(const Error& error) noexcept {
  return error.code == Code::Denied || error.code == Code::InvalidArgument;
}

std::string said(const Error& error) {
  constexpr std::string_view kPrefix = "write: ";
  const std::string_view text = error.message;
  return std::string(text.starts_with(kPrefix) ? text.substr(kPrefix.size()) : text);
}

}  // namespace

bool needs_rehearsal(const ImportCheck& check) noexcept {
  const auto& marks = check.records.marks();
  return check.acts || std::any_of(marks.begin(), marks.end(),
                                   [](const RecordMark& mark) { return mark.there && !mark.bad; });
}

Result<> fit_to_store(store::Session& session, const store::RecordId& id, ImportRecord& record,
                      std::optional<ImportFault>& fault) {
  auto found = session.read(id, {}, record.reason);
  if (!found) return fail(found.error());
  fault = fit_to_record(found->view, session.charter(), session.policy().schema(), record);
  return {};
}

Result<> rehearse_records(store::Session& session, RecordAssembly& records, BytesView import_id,
                          ImportCheck& check, const FaultSink& sink) {
  ImportRecord record;
  for (;;) {
    auto more = records.next(record);
    if (!more) return fail(more.error());
    if (!*more) return {};
    RecordMark& mark = check.records.marks()[record.number];
    std::optional<ImportFault> fault;
    Result<> done;
    if (mark.there) {
      done = fit_to_store(session, *mark.there, record, fault);
      mark.unchanged = done && !fault && record.draft.edits.empty() && record.draft.facts.empty();
    }
    const bool rehearses = done && !fault && !mark.unchanged && (mark.there || check.acts);
    if (rehearses) {
      done = session.rehearse({&record.draft, record.number, mark.there}, import_id, record.reason);
    }
    if (!done && !is_of_record(done.error())) return done;
    if (!done) fault = {mark.line, mark.column, said(done.error())};
    if (!fault) continue;
    mark.bad = true;
    ++check.faults;
    sink(*fault);
  }
}

}  // namespace veil::tools
