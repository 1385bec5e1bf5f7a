#include "tools/veil/import/writing.h"

#include "tools/veil/import/rehearsal.h"

namespace veil::tools {
namespace {

class Writing {
 public:
  Writing(store::Session& session, const RecordTable& table, const WriteJob& job)
      : session_(session), table_(table), job_(job) {}

  Done<Imported> run(RecordAssembly& records) {
    for (bool more = true; more;) {
      std::vector<ImportRecord> batch;
      while (batch.size() < kImportBatch) {
        ImportRecord record;
        auto got = records.next(record);
        if (!got) return stopped(got.error());
        more = *got;
        if (!more) break;
        const RecordMark& mark = table_.marks()[record.number];
        if (mark.there && mark.unchanged) {
          pass_over(*mark.there);
          continue;
        }
        if (mark.there) {
          if (auto fitted = fit(*mark.there, record); !fitted) return stopped(fitted.error());
        }
        batch.push_back(std::move(record));
      }
      if (batch.empty()) {
        job_.progress(done_, out_);
        break;
      }
      if (auto written = write(batch); !written) return stopped(written.error());
      done_ += batch.size();
      if (!job_.progress(done_, out_) && done_ < job_.all) {
        return stopped({Code::Unavailable, "interrupted"});
      }
    }
    return std::move(out_);
  }

 private:
  void pass_over(const store::RecordId& id) {
    out_.ids.push_back(id);
    ++out_.unchanged;
    ++done_;
  }

  Result<> fit(const store::RecordId& id, ImportRecord& record) {
    std::optional<ImportFault> fault;
    if (auto fitted = fit_to_store(session_, id, record, fault); !fitted) return fitted;
    if (fault) return fail(Code::Conflict, "somebody else wrote first");
    return {};
  }

  Result<> write(const std::vector<ImportRecord>& batch) {
    std::vector<store::ImportItem> items;
    items.reserve(batch.size());
    for (const ImportRecord& record : batch) {
      items.push_back({&record.draft, record.number, table_.marks()[record.number].there});
    }
    auto done = session_.import(items, job_.import_id, job_.reason);
    if (!done) return fail(done.error());
    for (std::size_t i = 0; i < items.size(); ++i) {
      out_.ids.push_back((*done)[i].id);
      if ((*done)[i].was_there) {
        ++out_.were_there;
      } else {
        ++(items[i].amends ? out_.updated : out_.created);
      }
    }
    return {};
  }

  tl::unexpected<Fault> stopped(const Error& error) const {
    Fault fault = stop(error).value();
    fault.text += " (" + std::to_string(done_) + " of " + std::to_string(job_.all) +
                  " records are in; the same command goes on from there)";
    return stop(std::move(fault));
  }

  store::Session& session_;
  const RecordTable& table_;
  const WriteJob& job_;
  Imported out_;
  std::size_t done_ = 0;
};

}  // namespace

Done<Imported> write_records(store::Session& session, RecordAssembly& records,
                             const RecordTable& table, const WriteJob& job) {
  return Writing(session, table, job).run(records);
}

}  // namespace veil::tools
