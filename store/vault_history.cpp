// Reading what a record was: the same decision as for reading what it is, and a right of its own.
#include <algorithm>

#include "store/history.h"
#include "store/vault_inside.h"

namespace veil::store {
namespace {

struct Past {
  const Vault::Inside& inside;
  const InForce& now;
  LoadedRecord record;
  std::vector<HistoryRow> rows;
};

// Who wrote is for those who see who works on the record.
bool sees_staff(const InForce& now, const redact::Decision& decision) {
  const redact::Field* field = now.policy.schema().field(redact::FactKind::created_by);
  const redact::ClassDecision* given = field != nullptr ? decision.of(field->cls) : nullptr;
  return given != nullptr && given->strength == redact::Strength::full;
}

std::vector<RetiredSection> sections_of(const Past& past, const redact::Decision& given) {
  std::vector<RetiredSection> out;
  for (const HistoryRow& row : past.rows) {
    const DirectoryEntry& entry = row.entry;
    const redact::ClassDecision* one = given.of(redact::class_of(entry.compartment));
    if (one == nullptr || one->strength == redact::Strength::withheld ||
        one->strength != redact::strength_of(entry.compartment)) {
      continue;
    }
    RetiredSection& section = out.emplace_back();
    section.entry = entry;
    section.salt = row.salt.salt;
    section.bytes = row.bytes;
    section.replaced_at = row.replaced_at;
    auto narrowed = past.record.secret.of(entry.compartment, entry.generation);
    // What was veiled by rules that count no more, or before something was known, is not given: it
    // may show what is now hidden.
    if (narrowed && is_well_made(past.now.veils(), past.record.parts.head, entry)) {
      section.share = share_of(*narrowed, place_of(past.inside.store, past.record.id, row));
    }
  }
  return out;
}

Result<std::vector<FactsThen>> facts_of(const Past& past, const redact::Decision& given,
                                        bool with_staff) {
  auto versions = read_facts(past.inside.host(past.now), past.record, past.rows);
  if (!versions) return fail(versions.error());
  std::vector<FactsThen> out;
  out.reserve(versions->size());
  for (const FactsOfVersion& one : *versions) {
    FactsThen& then = out.emplace_back();
    then.version = one.version;
    then.values = visible_facts(one.written.facts, past.now, given);
    if (!one.written.made || !with_staff) continue;
    then.by = one.written.made->writing.person;
    then.at_ms = one.written.made->writing.now_ms;
  }
  return out;
}

}  // namespace

Result<HistoryAnswer> Vault::history(const SessionToken& token, const ReadRequest& request) {
  const auto now = inside_->current();
  auto visitor = inside_->visitor(token, *now, Action::history);
  if (!visitor) return fail(visitor.error());
  if (auto checked = check_reason(request.reason); !checked) return fail(checked.error());
  const Looking looking = {*inside_, *now, **visitor, redact::Action::history, request};
  const redact::Role* role = now->policy.role((*visitor)->opening.role);
  if (role == nullptr || !role->can(redact::Action::history)) {  // whatever the record
    return looking.fail_logged(EntryOutcome::refused,
                               {Code::Denied, "history: this role may not read it"});
  }
  auto snapshot = inside_->engine->snapshot();
  if (!snapshot) return fail(snapshot.error());
  auto found = looking.find_one(**snapshot);
  if (!found) return fail(found.error());
  auto rows = read_history(**snapshot, found->record.id, found->record.parts.head);
  if (!rows) return looking.fail_logged(EntryOutcome::failed, rows.error());
  snapshot->reset();

  const redact::Decision decision = std::move(found->decision);
  Past past = {*inside_, *now, std::move(found->record), std::move(*rows)};
  const redact::Decision given = granted(decision, request.want, *now, past.record.parts.head);
  HistoryAnswer out;
  auto facts = facts_of(past, given, sees_staff(*now, decision));
  if (!facts) return looking.fail_logged(EntryOutcome::failed, facts.error());
  out.facts = std::move(*facts);

  Entry entry = looking.entry();
  entry.records = {past.record.id};
  entry.classes = outcomes_of(given);
  if (auto logged = inside_->record(std::move(entry)); !logged) return fail(logged.error());
  out.before = sections_of(past, given);
  auto answer = answer_of(*inside_, *now, std::move(past.record), decision, request.want);
  if (!answer) return fail(answer.error());
  out.now = std::move(*answer);
  return out;
}

}  // namespace veil::store
