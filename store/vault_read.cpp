#include <algorithm>

#include "store/rows.h"
#include "store/vault_inside.h"

namespace veil::store {
namespace {

constexpr std::size_t kCandidatesMax = 10000;  // records that one prefix may name

// Every record whose id lies in [low, high].
Result<std::vector<RecordId>> candidates(const Snapshot& snapshot, const RecordId& low,
                                         const RecordId& high) {
  std::vector<RecordId> out;
  Result<> fault;
  const Bytes last = record_row_key(high);
  auto scanned = snapshot.scan(record_rows(), record_row_key(low), [&](BytesView key, BytesView) {
    if (std::lexicographical_compare(last.begin(), last.end(), key.begin(), key.end()))
      return false;
    auto id = record_of_row(key);
    if (!id) {
      fault = fail(id.error());
      return false;
    }
    out.push_back(*id);
    return out.size() < kCandidatesMax;
  });
  if (!scanned) return fail(scanned.error());
  if (!fault) return fail(fault.error());
  return out;
}

// The records of the range that this session sees something of: at most two, which is one too many.
struct Candidates {
  std::vector<Found> seen;
  std::vector<RecordId> in_conflict;
  std::optional<Error> damage;  // of a record that could not be looked at
};
Result<Candidates> look_through(const Looking& looking, const redact::Ask& ask,
                                const Snapshot& snapshot) {
  const ReadRequest& request = looking.request;
  std::vector<RecordId> ids = {request.low};
  const bool whole_id = request.low == request.high;
  if (!whole_id) {
    auto several = candidates(snapshot, request.low, request.high);
    if (!several) return fail(several.error());
    ids = std::move(*several);
  }
  Candidates out;
  for (const RecordId& id : ids) {
    auto loaded = load_record(snapshot, looking.inside.host(looking.now), id);
    if (!loaded && (whole_id || loaded.error().code != Code::Corrupt)) return fail(loaded.error());
    if (!loaded) {
      // Which of the records that begin so is damaged, is not for everybody.
      out.damage = Error{Code::Corrupt, "a record whose id begins so is damaged"};
      continue;
    }
    if (!*loaded) continue;
    if (in_conflict((*loaded)->facts, ask.person)) out.in_conflict.push_back(id);
    redact::Decision decision = looking.inside.decide(looking.now, ask, id, (*loaded)->facts);
    if (!sees_something(decision)) continue;
    out.seen.push_back({std::move(**loaded), std::move(decision)});
    if (out.seen.size() > 1) break;
  }
  return out;
}

}  // namespace

void add_strongest(redact::Decision& to, const redact::Decision& one) {
  if (to.classes.empty()) {
    to = one;
    return;
  }
  for (std::size_t i = 0; i < to.classes.size(); ++i) {
    if (one.classes[i].strength > to.classes[i].strength) to.classes[i] = one.classes[i];
  }
}

Result<> check_reason(const std::string& reason) {
  if (reason.size() > Entry::kReasonMax) {
    return fail(Code::InvalidArgument, "the reason is longer than 500 bytes");
  }
  return {};
}

Entry Looking::entry() const {
  const Action logged = action == redact::Action::history ? Action::history : Action::read;
  Entry out = inside.entry(visitor, now, logged, request.reason);
  out.records = {request.low};
  return out;
}

tl::unexpected<Error> Looking::fail_logged(EntryOutcome outcome, const Error& error) const {
  Entry failed = entry();
  failed.outcome = outcome;
  if (auto logged = inside.record(std::move(failed)); !logged) return fail(logged.error());
  return fail(error);
}

Result<Found> Looking::find_one(const Snapshot& snapshot) const {
  const redact::Ask ask = inside.ask(visitor, now, action, request.reason);
  auto found = look_through(*this, ask, snapshot);
  if (!found) return fail_logged(EntryOutcome::failed, found.error());
  if (found->seen.size() > 1) {
    return fail_logged(
        EntryOutcome::refused,
        {Code::InvalidArgument, "record id: several records begin so, give more of it"});
  }
  if (found->seen.size() == 1) return std::move(found->seen.front());
  if (found->damage) return fail_logged(EntryOutcome::failed, *found->damage);
  return inside.refuse(visitor, now,
                       {{request.low}, request.reason, entry().action, found->in_conflict});
}

bool in_conflict(const redact::Facts& facts, redact::PersonId person) noexcept {
  return std::find(facts.conflicts.begin(), facts.conflicts.end(), person) != facts.conflicts.end();
}

redact::Decision Vault::Inside::decide(const InForce& now, redact::Ask ask, const RecordId& record,
                                       const redact::Facts& facts) const {
  ask.approved = requests.is_approved({now.policy, now.charter(), ask.now_ms}, ask.person, ask.role,
                                      record, facts);
  ask.break_glass = requests.is_glass_open(ask.person, ask.role, record, ask.now_ms);
  return redact::decide(now.policy, facts, ask);
}

bool sees_something(const redact::Decision& decision) noexcept {
  return std::any_of(
      decision.classes.begin(), decision.classes.end(),
      [](const redact::ClassDecision& one) { return one.strength != redact::Strength::withheld; });
}

redact::Decision granted(const redact::Decision& decision, const Want& want, const InForce& now,
                         const Head& head) {
  redact::Decision out = cut(decision, want, now);
  for (redact::ClassDecision& one : out.classes) {
    if (one.strength == redact::Strength::withheld) continue;
    if (!is_current(now.veils(), head, one.cls, one.strength)) {
      one.strength = redact::Strength::withheld;
      one.why = redact::Why::stale;
    }
  }
  return out;
}

redact::Decision cut(const redact::Decision& decision, const Want& want, const InForce& now) {
  redact::Decision out;
  for (redact::ClassDecision one : decision.classes) {
    if (!want.classes.empty() &&
        std::find(want.classes.begin(), want.classes.end(), one.cls) == want.classes.end()) {
      continue;
    }
    redact::Strength given = std::min(one.strength, want.at_most);
    while (given != redact::Strength::withheld &&
           !now.policy.has_compartment(redact::compartment_of(one.cls, given))) {
      given = static_cast<redact::Strength>(static_cast<int>(given) - 1);
    }
    one.strength = given;
    out.classes.push_back(one);
  }
  out.anything = sees_something(out);
  return out;
}

std::vector<ClassOutcome> outcomes_of(const redact::Decision& decision) {
  std::vector<ClassOutcome> out;
  out.reserve(decision.classes.size());
  for (const redact::ClassDecision& one : decision.classes) {
    out.push_back({one.cls, one.strength, static_cast<std::uint8_t>(one.why)});
  }
  return out;
}

Result<ReadAnswer> answer_of(const Vault::Inside& inside, const InForce& now, LoadedRecord loaded,
                             const redact::Decision& decision, const Want& want) {
  ReadAnswer out;
  out.id = loaded.id;
  out.decision = granted(decision, want, now, loaded.parts.head);
  out.facts = visible_facts(loaded.facts, now, out.decision);
  const Head& head = loaded.parts.head;
  for (std::size_t i = 0; i < head.directory.size(); ++i) {
    const DirectoryEntry& entry = head.directory[i];
    const redact::ClassDecision* given = out.decision.of(redact::class_of(entry.compartment));
    if (given == nullptr || given->strength == redact::Strength::withheld ||
        given->strength != redact::strength_of(entry.compartment)) {
      continue;
    }
    auto narrowed = loaded.secret.of(entry.compartment, entry.generation);
    if (!narrowed) return fail(narrowed.error());
    out.shares.push_back({i, share_of(*narrowed, place_of(inside.store, loaded.id, head, entry))});
  }
  out.record = std::move(loaded.record);
  return out;
}

Result<ReadAnswer> Vault::read(const SessionToken& token, const ReadRequest& request) {
  const auto now = inside_->current();
  auto visitor = inside_->visitor(token, *now);
  if (!visitor) return fail(visitor.error());
  if (auto checked = check_reason(request.reason); !checked) return fail(checked.error());
  auto snapshot = inside_->engine->snapshot();
  if (!snapshot) return fail(snapshot.error());
  const Looking looking = {*inside_, *now, **visitor, redact::Action::read, request};
  auto found = looking.find_one(**snapshot);
  if (!found) return fail(found.error());
  snapshot->reset();
  Entry entry = looking.entry();
  entry.records = {found->record.id};
  entry.classes =
      outcomes_of(granted(found->decision, request.want, *now, found->record.parts.head));
  if (auto logged = inside_->record(std::move(entry)); !logged) return fail(logged.error());
  return answer_of(*inside_, *now, std::move(found->record), found->decision, request.want);
}

namespace {

struct Row {
  LoadedRecord record;
  redact::Decision decision;
};
struct Page {
  std::vector<Row> rows;
  std::vector<RecordId> damaged;
  bool more = false;
  Result<> fault;  // of the store, not of a record
};

Result<LoadedRecord> load_row(const Vault::Inside& inside, const InForce& now,
                              const Snapshot& snapshot, const RecordId& id, BytesView record) {
  auto secret_row = snapshot.get(secret_row_key(id));
  if (!secret_row && secret_row.error().code == Code::NotFound) {
    return fail(Code::Corrupt, "record " + id.text() + ": its secret row is missing");
  }
  if (!secret_row) return fail(secret_row.error());
  return load_record(inside.host(now), id, to_bytes(record), std::move(*secret_row));
}

bool is_mine(const redact::Facts& facts, const InForce& now, redact::PersonId person) {
  return !now.policy.schema().is_closed(facts.status) &&
         std::find(facts.assigned.begin(), facts.assigned.end(), person) != facts.assigned.end();
}

// The next records that this session sees something of. What is damaged stops nobody.
Page gather(const Vault::Inside& inside, const InForce& now, const redact::Ask& ask,
            const ListRequest& request, const Snapshot& snapshot) {
  Page out;
  const std::size_t limit = std::clamp<std::size_t>(request.limit, 1, kListPageMax);
  Bytes from;
  if (request.after) {
    from = record_row_key(*request.after);
    from.push_back(0);  // the next possible key
  }
  auto scanned = snapshot.scan(record_rows(), from, [&](BytesView key, BytesView value) {
    const auto id = record_of_row(key);
    if (!id) {
      out.fault = fail(id.error());
      return false;
    }
    auto loaded = load_row(inside, now, snapshot, *id, value);
    if (!loaded && loaded.error().code == Code::Corrupt) {
      out.damaged.push_back(*id);
      return true;
    }
    if (!loaded) {
      out.fault = fail(loaded.error());
      return false;
    }
    redact::Decision decision = inside.decide(now, ask, *id, loaded->facts);
    if (!sees_something(cut(decision, request.want, now))) return true;
    if (request.only_mine && !is_mine(loaded->facts, now, ask.person)) return true;
    if (out.rows.size() == limit) {
      out.more = true;
      return false;
    }
    out.rows.push_back({std::move(*loaded), std::move(decision)});
    return true;
  });
  if (!scanned && out.fault) out.fault = fail(scanned.error());
  if (out.more) {  // what lies behind the page is of the next
    const RecordId last = out.rows.back().record.id;
    std::erase_if(out.damaged, [&](const RecordId& id) { return id > last; });
  }
  return out;
}

// Whether she would see something of a record of which nothing is known.
bool sees_every(const InForce& now, const redact::Ask& ask, const Want& want) {
  return sees_something(cut(redact::decide(now.policy, {}, ask), want, now));
}

// One entry for what was given and, so that an auditor finds them, one for what is damaged.
Result<> log_page(Vault::Inside& inside, const InForce& now, const Visitor& visitor,
                  const ListRequest& request, const Page& page) {
  Entry entry = inside.entry(visitor, now, Action::list, request.reason);
  Entry damage = entry;
  if (!page.fault) entry.outcome = EntryOutcome::failed;
  redact::Decision strongest;  // of each class over the page: what the entry says was given
  for (const Row& row : page.rows) {
    entry.records.push_back(row.record.id);
    add_strongest(strongest, granted(row.decision, request.want, now, row.record.parts.head));
  }
  entry.classes = outcomes_of(strongest);
  if (auto logged = inside.record(std::move(entry)); !logged) return logged;
  if (page.damaged.empty()) return {};
  damage.outcome = EntryOutcome::failed;
  damage.records = page.damaged;
  return inside.record(std::move(damage));
}

}  // namespace

Result<ListAnswer> Vault::list(const SessionToken& token, const ListRequest& request) {
  const auto now = inside_->current();
  auto visitor = inside_->visitor(token, *now, Action::list);
  if (!visitor) return fail(visitor.error());
  if (auto checked = check_reason(request.reason); !checked) return fail(checked.error());
  const redact::Ask ask = inside_->ask(**visitor, *now, redact::Action::list, request.reason);
  auto snapshot = inside_->engine->snapshot();
  if (!snapshot) return fail(snapshot.error());
  Page page = gather(*inside_, *now, ask, request, **snapshot);
  if (auto logged = log_page(*inside_, *now, **visitor, request, page); !logged) {
    return fail(logged.error());
  }
  if (!page.fault) return fail(page.fault.error());
  ListAnswer out;
  for (Row& row : page.rows) {
    auto answer = answer_of(*inside_, *now, std::move(row.record), row.decision, request.want);
    if (!answer) return fail(answer.error());
    out.records.push_back(std::move(*answer));
  }
  if (page.more) out.next = out.records.back().id;
  out.damaged = page.damaged.size();
  if (sees_every(*now, ask, request.want)) out.damaged_ids = std::move(page.damaged);
  return out;
}

}  // namespace veil::store
