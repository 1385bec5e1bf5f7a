#include "tools/veil/import/existing.h"

#include <algorithm>

namespace veil::tools {
namespace {

// Marks each record whose case number one of the store's records has.
Result<> mark_existing(store::Session& session, const std::string& reason, RecordTable& records) {
  const redact::Field* number = case_number_field(session.policy().schema());
  if (number == nullptr || !records.keyed()) return {};
  store::ListRequest request;
  request.limit = store::kListPageMax;
  request.want.fields = {number->id};
  request.reason = reason;
  do {
    auto page = session.list(request);
    if (!page) return fail(page.error());
    for (const store::RecordView& record : page->records) {
      const redact::Cell* cell = record.view.find(number->id);
      if (cell == nullptr || cell->strength != redact::Strength::full || !cell->value) continue;
      const auto* text = std::get_if<std::string>(&*cell->value);
      const auto at = text != nullptr ? records.find(case_key(*text)) : std::nullopt;
      if (!at) continue;
      RecordMark& mark = records.marks()[*at];
      mark.doubled = mark.doubled || mark.there.has_value();
      mark.there = record.id;
    }
    request.after = page->next;
  } while (request.after);
  return {};
}

tl::unexpected<Error> may_not_create() {
  return fail(Code::Denied, "import: this role may not make records");
}

// Who may not make records can still amend those that are there.
Result<> only_amends(const std::vector<RecordMark>& marks) {
  const bool all_there = std::all_of(marks.begin(), marks.end(),
                                     [](const RecordMark& mark) { return mark.bad || mark.there; });
  if (all_there) return {};
  return may_not_create();
}

// Whether the session can see the case numbers of the store's records.
bool sees_numbers(const store::Session& session) {
  const redact::Field* number = case_number_field(session.policy().schema());
  if (number == nullptr || !session.role().can(redact::Action::list)) return false;
  const auto keys = session.policy().keys_of(session.role().id);
  return std::binary_search(keys.begin(), keys.end(),
                            redact::compartment_of(number->cls, redact::Strength::full));
}

// What an earlier run of the same import wrote is not somebody else's. The first question also says
// whether the session may write such records at all.
Result<> forget_own(store::Session& session, BytesView import_id, const ImportCheck& check,
                    std::vector<RecordMark>& marks, const std::string& reason) {
  store::Session::ImportProbe probe;
  probe.classes.assign(check.classes.begin(), check.classes.end());
  std::vector<std::uint32_t> asked;
  if (!session.role().can(redact::Action::create)) return only_amends(marks);
  const auto ask = [&]() -> Result<> {
    auto answers = session.probe_import(probe, import_id, reason);
    if (!answers) return fail(answers.error());
    for (std::size_t i = 0; i < asked.size(); ++i) {
      RecordMark& mark = marks[asked[i]];
      if (mark.there == (*answers)[i].id && !mark.doubled) mark.there.reset();
    }
    asked.clear();
    probe.rows.clear();
    return {};
  };
  bool may_create = false;
  for (std::uint32_t i = 0; i < marks.size(); ++i) {
    if (marks[i].bad || (may_create && !marks[i].there)) continue;
    may_create = true;
    asked.push_back(i);
    probe.rows.push_back(i);
    if (asked.size() < store::kTicketsMax) continue;
    if (auto done = ask(); !done) return done;
  }
  return asked.empty() ? Result<>() : ask();
}

}  // namespace

Result<> find_existing(store::Session& session, BytesView import_id, ImportCheck& check,
                       const ExistingOptions& options, const FaultSink& sink) {
  const bool creates = session.role().can(redact::Action::create);
  if (!creates && !options.update) return may_not_create();
  if (sees_numbers(session)) {
    auto marked = mark_existing(session, options.reason, check.records);
    if (!marked) return marked;
  } else if (options.update) {
    return fail(Code::Denied, "import: this role does not see case numbers and so finds no record");
  } else {
    check.remarks.emplace_back(
        "this role does not see case numbers: whether some are recorded already was not checked");
  }
  std::vector<RecordMark>& marks = check.records.marks();
  auto forgotten = forget_own(session, import_id, check, marks, options.reason);
  if (!forgotten) return forgotten;
  for (RecordMark& mark : marks) {
    if (mark.bad || !mark.there || (options.update && !mark.doubled)) continue;
    mark.bad = true;
    ++check.faults;
    sink({mark.line, mark.column,
          mark.doubled ? "several records of the store have this case number"
                       : "the store has a record of this case number; --update amends it"});
  }
  return {};
}

}  // namespace veil::tools
