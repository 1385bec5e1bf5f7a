// What a record was: at each version the same sections count as did then, and what they say is
// compared with the version before.
#include <algorithm>
#include <set>
#include <tuple>

#include "store/session_inside.h"

namespace veil::store {
namespace {

using redact::OpenedValue;

struct Living {
  std::uint64_t from = 0;               // section version
  std::uint64_t until = 0;              // the version that replaced it; 0: it lives
  std::optional<OpenedSection> opened;  // absent: it cannot be opened any more
};

// Keeps the state of the last version, and notes what the next changes.
class Changes {
 public:
  Changes(const redact::Schema& schema, std::vector<PastValue>& to) : schema_(schema), to_(to) {}

  // `values` in the order of (row, field).
  void take(std::uint64_t version, std::vector<OpenedValue> values, redact::PersonId by = 0,
            std::uint64_t at_ms = 0) {
    std::map<std::pair<redact::Row, redact::FieldId>, OpenedValue> state;
    for (OpenedValue& value : values) {
      const std::pair key(value.row, value.field);
      state.emplace(key, std::move(value));
    }
    for (const auto& [key, value] : state) {
      const auto old = state_.find(key);
      if (old != state_.end() && old->second.value == value.value) continue;
      to_.push_back({version, redact::cell_of(schema_, value), by, at_ms});
    }
    for (const auto& [key, value] : state_) {
      if (state.count(key) != 0) continue;
      redact::Cell cell;
      cell.row = value.row;
      cell.field = value.field;
      cell.strength = value.strength;
      cell.marker = redact::Marker::empty;
      to_.push_back({version, std::move(cell), by, at_ms});
    }
    state_ = std::move(state);
  }

 private:
  const redact::Schema& schema_;
  std::vector<PastValue>& to_;
  std::map<std::pair<redact::Row, redact::FieldId>, OpenedValue> state_;
};

class Rereading {
 public:
  Rereading(const Session::Inside& inside, const HistoryAnswer& answer, const RecordParts& parts,
            const std::vector<redact::FieldId>& fields)
      : inside_(inside),
        schema_(inside.policy.schema()),
        answer_(answer),
        parts_(parts),
        fields_(fields) {}

  Result<std::vector<PastValue>> run() {
    if (auto opened = open_all(); !opened) return fail(opened.error());
    for (const auto& [compartment, sections] : by_compartment_) {
      const bool current = is_current(inside_.veils(), parts_.head, redact::class_of(compartment),
                                      redact::strength_of(compartment));
      if (!current) continue;
      if (auto told = tell(compartment, sections); !told) return fail(told.error());
    }
    Changes facts(schema_, out_);
    for (const FactsThen& then : answer_.facts) {
      std::vector<OpenedValue> wanted;
      for (const OpenedValue& value : then.values) {
        if (is_wanted(value.field)) wanted.push_back(value);
      }
      facts.take(then.version, std::move(wanted), then.by, then.at_ms);
    }
    sort();
    return std::move(out_);
  }

 private:
  bool is_wanted(redact::FieldId field) const {
    return fields_.empty() || std::binary_search(fields_.begin(), fields_.end(), field);
  }

  // A section of an epoch whose key is gone cannot be opened, like an erased one; one that should
  // open and does not withholds everything.
  Result<> open(const ClosedSection& closed, std::uint64_t until, const crypto::Key* share) {
    Living living = {closed.entry.section_version, until, std::nullopt};
    if (share != nullptr && inside_.key(closed.entry.compartment, closed.entry.epoch) != nullptr) {
      auto opened = open_section(inside_, closed, *share);
      if (!opened) return fail(opened.error());
      living.opened = std::move(*opened);
    }
    by_compartment_[closed.entry.compartment].push_back(std::move(living));
    return {};
  }

  Result<> open_all() {
    const RecordId& id = answer_.now.id;
    for (const RetiredSection& past : answer_.before) {
      const ClosedSection closed = {id, past.entry, past.salt, past.bytes, parts_.head.next_row};
      auto opened = open(closed, past.replaced_at, past.share ? &*past.share : nullptr);
      if (!opened) return opened;
    }
    for (const ReleasedShare& released : answer_.now.shares) {
      if (released.entry >= parts_.head.directory.size()) {
        return fail(Code::Corrupt, "history: the vault named a section that is not there");
      }
      const DirectoryEntry& entry = parts_.head.directory[released.entry];
      auto opened = open(closed_section(id, parts_, entry), 0, &released.share);
      if (!opened) return opened;
    }
    return {};
  }

  Result<> tell(redact::Compartment compartment, const std::vector<Living>& sections) {
    std::set<std::uint64_t> versions;
    std::uint64_t from = 0;  // before, something is missing
    for (const Living& living : sections) {
      versions.insert(living.from);
      if (living.until != 0) versions.insert(living.until);
      if (!living.opened) {
        from = std::max(from, living.until != 0 ? living.until : parts_.head.record_version + 1);
      }
    }
    Changes changes(schema_, out_);
    for (const std::uint64_t version : versions) {
      if (version < from) continue;
      std::vector<const OpenedSection*> live;
      for (const Living& living : sections) {
        const bool lives = living.from <= version && (living.until == 0 || living.until > version);
        if (lives) live.push_back(&*living.opened);
      }
      auto values = resolve(schema_, compartment, std::move(live), fields_);
      if (!values) return fail(values.error());
      changes.take(version, std::move(*values));
    }
    return {};
  }

  void sort() {
    std::map<redact::FieldId, std::size_t> place;
    for (const redact::Field& field : schema_.fields()) place.emplace(field.id, place.size());
    std::erase_if(out_, [&](const PastValue& one) { return place.count(one.cell.field) == 0; });
    const auto key = [&](const PastValue& one) {
      return std::tuple(place[one.cell.field], one.cell.row, one.version);
    };
    std::stable_sort(out_.begin(), out_.end(),
                     [&](const PastValue& a, const PastValue& b) { return key(a) < key(b); });
  }

  const Session::Inside& inside_;
  const redact::Schema& schema_;
  const HistoryAnswer& answer_;
  const RecordParts& parts_;
  const std::vector<redact::FieldId>& fields_;
  std::map<redact::Compartment, std::vector<Living>> by_compartment_;
  std::vector<PastValue> out_;
};

}  // namespace

Result<RecordHistory> Session::history(const RecordIdPrefix& prefix, const Want& want,
                                       const std::string& reason) {
  const Want wanted = narrowed(inside_->policy.schema(), want);
  if (!want.fields.empty() && wanted.classes.empty()) {
    return fail(Code::InvalidArgument, "history: the policy has none of these fields");
  }
  auto answer =
      inside_->vault.history(inside_->token, {{prefix.low}, {prefix.high}, wanted, reason});
  if (!answer) return fail(answer.error());
  auto parts = parse_record(answer->now.record);
  if (!parts) return fail(parts.error());
  auto values = Rereading(*inside_, *answer, *parts, wanted.fields).run();
  if (!values) return fail(values.error());
  RecordHistory out;
  out.id = answer->now.id;
  out.record_version = parts->head.record_version;
  out.classes = answer->now.decision.classes;
  out.values = std::move(*values);
  return out;
}

}  // namespace veil::store
