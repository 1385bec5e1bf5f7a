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

struct Found {
  std::optional<LoadedRecord> record;  // the one that this session sees something of
  redact::Decision decision;
  bool several = false;
};

// The one record of the range that this session sees something of.
Result<Found> find(const Vault::Inside& inside, const InForce& now, const redact::Ask& ask,
                   const ReadRequest& request) {
  auto snapshot = inside.engine->snapshot();
  if (!snapshot) return fail(snapshot.error());
  std::vector<RecordId> ids = {request.low};
  if (request.low != request.high) {
    auto several = candidates(**snapshot, request.low, request.high);
    if (!several) return fail(several.error());
    ids = std::move(*several);
  }
  Found out;
  for (const RecordId& id : ids) {
    auto loaded = load_record(**snapshot, inside.host(now), id);
    if (!loaded) return fail(loaded.error());
    if (!*loaded) continue;
    redact::Decision decision = redact::decide(now.policy, (*loaded)->facts, ask);
    if (!sees_something(decision)) continue;
    if (out.record) {
      out.several = true;
      break;
    }
    out.record = std::move(**loaded);
    out.decision = std::move(decision);
  }
  return out;
}

void add_strongest(redact::Decision& to, const redact::Decision& one) {
  if (to.classes.empty()) {
    to = one;
    return;
  }
  for (std::size_t i = 0; i < to.classes.size(); ++i) {
    if (one.classes[i].strength > to.classes[i].strength) to.classes[i] = one.classes[i];
  }
}

Result<> check_request(const std::string& reason) {
  if (reason.size() > Entry::kReasonMax) {
    return fail(Code::InvalidArgument, "the reason is longer than 500 bytes");
  }
  return {};
}

}  // namespace

bool sees_something(const redact::Decision& decision) noexcept {
  return std::any_of(
      decision.classes.begin(), decision.classes.end(),
      [](const redact::ClassDecision& one) { return one.strength != redact::Strength::withheld; });
}

redact::Decision granted(const redact::Decision& decision, const Want& want, const InForce& now,
                         const Head& head) {
  redact::Decision out = cut(decision, want, now);
  for (redact::ClassDecision& one : out.classes) {
    if (!is_current(now.charter(), head, one.cls, one.strength)) {
      one.strength = redact::Strength::withheld;
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
  if (auto checked = check_request(request.reason); !checked) return fail(checked.error());
  const redact::Ask ask = inside_->ask(**visitor, *now, redact::Action::read, request.reason);
  auto found = find(*inside_, *now, ask, request);
  if (!found) {
    Entry failed = inside_->entry(**visitor, *now, Action::read, request.reason);
    failed.outcome = EntryOutcome::failed;
    failed.records = {request.low};
    if (auto logged = inside_->record(std::move(failed)); !logged) return fail(logged.error());
    return fail(found.error());
  }
  if (found->several) {
    Entry entry = inside_->entry(**visitor, *now, Action::read, request.reason);
    entry.outcome = EntryOutcome::refused;
    entry.records = {request.low};
    if (auto logged = inside_->record(std::move(entry)); !logged) return fail(logged.error());
    return fail(Code::InvalidArgument, "record id: several records begin so, give more of it");
  }
  if (!found->record) {
    return inside_->refuse(**visitor, *now, {request.low}, request.reason);
  }
  Entry entry = inside_->entry(**visitor, *now, Action::read, request.reason);
  entry.records = {found->record->id};
  entry.classes =
      outcomes_of(granted(found->decision, request.want, *now, found->record->parts.head));
  if (auto logged = inside_->record(std::move(entry)); !logged) return fail(logged.error());
  return answer_of(*inside_, *now, std::move(*found->record), found->decision, request.want);
}

namespace {

struct Row {
  LoadedRecord record;
  redact::Decision decision;
};
struct Page {
  std::vector<Row> rows;
  bool more = false;
  Result<> fault;  // of the first record that does not fit together
};

// The next records that this session sees something of.
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
    auto named = record_of_row(key);
    if (!named) {
      out.fault = fail(named.error());
      return false;
    }
    const RecordId id = *named;
    auto secret_row = snapshot.get(secret_row_key(id));
    if (!secret_row) {
      out.fault = secret_row.error().code == Code::NotFound
                      ? fail(Code::Corrupt, "record " + id.text() + ": its secret row is missing")
                      : fail(secret_row.error());
      return false;
    }
    auto loaded = load_record(inside.host(now), id, to_bytes(value), std::move(*secret_row));
    if (!loaded) {
      out.fault = fail(loaded.error());
      return false;
    }
    redact::Decision decision = redact::decide(now.policy, loaded->facts, ask);
    if (!sees_something(cut(decision, request.want, now))) return true;
    if (out.rows.size() == limit) {
      out.more = true;
      return false;
    }
    out.rows.push_back({std::move(*loaded), std::move(decision)});
    return true;
  });
  if (!scanned && out.fault) out.fault = fail(scanned.error());
  return out;
}

}  // namespace

Result<ListAnswer> Vault::list(const SessionToken& token, const ListRequest& request) {
  const auto now = inside_->current();
  auto visitor = inside_->visitor(token, *now);
  if (!visitor) return fail(visitor.error());
  if (auto checked = check_request(request.reason); !checked) return fail(checked.error());
  const redact::Ask ask = inside_->ask(**visitor, *now, redact::Action::list, request.reason);
  auto snapshot = inside_->engine->snapshot();
  if (!snapshot) return fail(snapshot.error());

  Page page = gather(*inside_, *now, ask, request, **snapshot);
  std::vector<Row>& rows = page.rows;

  Entry entry = inside_->entry(**visitor, *now, Action::list, request.reason);
  if (!page.fault) entry.outcome = EntryOutcome::failed;
  redact::Decision strongest;  // of each class over the page: what the entry says was given
  for (const Row& row : rows) {
    entry.records.push_back(row.record.id);
    add_strongest(strongest, granted(row.decision, request.want, *now, row.record.parts.head));
  }
  entry.classes = outcomes_of(strongest);
  if (auto logged = inside_->record(std::move(entry)); !logged) return fail(logged.error());
  if (!page.fault) return fail(page.fault.error());
  ListAnswer out;
  for (Row& row : rows) {
    auto answer = answer_of(*inside_, *now, std::move(row.record), row.decision, request.want);
    if (!answer) return fail(answer.error());
    out.records.push_back(std::move(*answer));
  }
  if (page.more) out.next = out.records.back().id;
  return out;
}

}  // namespace veil::store
