// Opening sections, and what of them counts.
#include <algorithm>
#include <set>

#include "store/session_inside.h"

namespace veil::store {
namespace {

using redact::Strength;

// Corrupt if a blind section does not agree.
Result<SectionKeys> keys_of_section(const Session::Inside& inside, const ClosedSection& closed,
                                    const crypto::Key& share) {
  const DirectoryEntry& entry = closed.entry;
  const crypto::Key* key = inside.key(entry.compartment, entry.epoch);
  if (key == nullptr) {
    return fail(Code::Denied, "record " + closed.record.text() + ": no grant for a part of it");
  }
  const SectionPlace place = {inside.store, closed.record,         entry.compartment,
                              entry.epoch,  entry.section_version, closed.salt};
  if (!entry.blind) return section_keys(*key, share, place);
  ByteReader reader(closed.bytes);
  const crypto::PublicKey ephemeral = reader.array<32>();
  if (!reader.ok()) {
    return fail(Code::Corrupt, "record " + closed.record.text() + ": a section is cut short");
  }
  auto agreed = crypto::unbox_key(compartment_pair(*key, entry.compartment, entry.epoch), ephemeral,
                                  blind_context(place));
  if (!agreed) return fail(agreed.error());
  return section_keys(*agreed, share, place);
}

// The newest content of each value wins; what was cleared or whose row was removed is gone.
class Resolution {
 public:
  // `fields`: ascending, those that are wanted; empty: all.
  Resolution(const redact::Schema& schema, redact::ClassId cls,
             const std::vector<redact::FieldId>& fields)
      : schema_(schema), cls_(cls), fields_(fields) {}

  Result<> add(const OpenedSection& opened, Strength strength) {
    const auto& table = opened.section.table();
    for (std::size_t i = 0; i < table.size(); ++i) {
      const TableRow& row = table[i];
      if (row.type == kRowRemoved) continue;
      const redact::Field* field = schema_.field(row.field);
      if (field != nullptr && (field->cls != cls_ || field->fact != redact::FactKind::none)) {
        return fail(Code::Corrupt, "record: a section names a field that is not its class's");
      }
      if (removed_.count(row.row) != 0) continue;
      if (!fields_.empty() && !std::binary_search(fields_.begin(), fields_.end(), row.field)) {
        continue;
      }
      if (!seen_.insert({row.row, row.field}).second || row.type == kCleared) continue;
      auto value = opened.section.decoded(i);
      if (!value) return fail(value.error());
      values_.push_back({row.row, row.field, strength, std::move(*value)});
    }
    for (const TableRow& row : table) {
      if (row.type == kRowRemoved) removed_.insert(row.row);  // for older content
    }
    return {};
  }

  std::vector<redact::OpenedValue> take() {
    std::sort(values_.begin(), values_.end(), [](const auto& a, const auto& b) {
      return std::pair(a.row, a.field) < std::pair(b.row, b.field);
    });
    return std::move(values_);
  }

 private:
  const redact::Schema& schema_;
  redact::ClassId cls_;
  const std::vector<redact::FieldId>& fields_;
  std::set<std::pair<redact::Row, redact::FieldId>> seen_;
  std::set<redact::Row> removed_;
  std::vector<redact::OpenedValue> values_;
};

}  // namespace

Result<OpenedSection> open_section(const Session::Inside& inside, const ClosedSection& closed,
                                   const crypto::Key& share) {
  const DirectoryEntry& entry = closed.entry;
  auto keys = keys_of_section(inside, closed, share);
  if (!keys) return fail(keys.error());
  auto section = OpenSection::open(closed.bytes, *keys, entry.digest, entry.blind ? 32 : 0);
  if (!section) {
    return fail(section.error().code,
                "record " + closed.record.text() + ": " + section.error().message);
  }
  if (entry.blind) {
    for (const TableRow& row : section->table()) {
      if (row.row < entry.first_row || row.row >= closed.next_row || row.type == kRowRemoved) {
        return fail(Code::Corrupt, "record " + closed.record.text() +
                                       ": a blind section names rows that are not its own");
      }
    }
  }
  return OpenedSection{entry.content_version, std::move(*section)};
}

Result<std::vector<redact::OpenedValue>> resolve(const redact::Schema& schema,
                                                 redact::Compartment compartment,
                                                 std::vector<const OpenedSection*> sections,
                                                 const std::vector<redact::FieldId>& fields) {
  std::stable_sort(sections.begin(), sections.end(), [](const auto* a, const auto* b) {
    return a->content_version > b->content_version;
  });
  Resolution resolution(schema, redact::class_of(compartment), fields);
  for (const OpenedSection* section : sections) {
    auto added = resolution.add(*section, redact::strength_of(compartment));
    if (!added) return fail(added.error());
  }
  return resolution.take();
}

Result<std::vector<ClassContent>> open_content(const Session::Inside& inside,
                                               const ReadAnswer& answer, const RecordParts& parts,
                                               const std::vector<redact::FieldId>& fields) {
  std::map<redact::Compartment, std::vector<OpenedSection>> by_compartment;
  for (const ReleasedShare& released : answer.shares) {
    if (released.entry >= parts.head.directory.size()) {
      return fail(Code::Corrupt, "read: the vault named a section that is not there");
    }
    const DirectoryEntry& entry = parts.head.directory[released.entry];
    auto opened = open_section(inside, closed_section(answer.id, parts, entry), released.share);
    if (!opened) return fail(opened.error());
    by_compartment[entry.compartment].push_back(std::move(*opened));
  }
  std::vector<ClassContent> out;
  for (const auto& [compartment, sections] : by_compartment) {
    std::vector<const OpenedSection*> all;
    all.reserve(sections.size());
    for (const OpenedSection& section : sections) all.push_back(&section);
    auto values = resolve(inside.policy.schema(), compartment, std::move(all), fields);
    if (!values) return fail(values.error());
    out.push_back(
        {redact::class_of(compartment), redact::strength_of(compartment), std::move(*values)});
  }
  return out;
}

}  // namespace veil::store
