#include "tools/veil/import_run.h"

#include <algorithm>

namespace veil::tools {

Done<Imported> import_all(store::Session& session, const std::vector<store::RecordDraft>& drafts,
                          const Hash& file, const std::string& reason,
                          const ImportProgress& progress) {
  Imported out;
  for (std::size_t first = 0; first < drafts.size(); first += kImportBatch) {
    const std::size_t count = std::min(kImportBatch, drafts.size() - first);
    auto done = session.import(std::span(drafts).subspan(first, count), file, first, reason);
    if (!done) {
      Fault fault = stop(done.error()).value();
      fault.text += " (" + std::to_string(first) + " of " + std::to_string(drafts.size()) +
                    " records are in; the same command goes on from there)";
      return stop(std::move(fault));
    }
    for (const store::Session::Imported& one : *done) {
      out.ids.push_back(one.id);
      out.were_there += one.was_there ? 1 : 0;
    }
    progress(first + count, drafts.size());
  }
  return out;
}

}  // namespace veil::tools
