#include <algorithm>
#include <set>

#include "store/rules.h"
#include "store/session_inside.h"

namespace veil::store {
namespace {

using redact::Strength;

// A view must not depend on a part of the record that fails its checks, so one bad section
// withholds the whole answer.
struct OpenedSection {
  std::uint64_t content_version = 0;
  bool blind = false;
  std::uint32_t first_row = 0;
  OpenSection section;
};

Result<OpenedSection> open_one(const Session::Inside& inside, const ReadAnswer& answer,
                               const RecordParts& parts, const ReleasedShare& released) {
  const DirectoryEntry& entry = parts.head.directory[released.entry];
  auto keys = keys_of_section(inside, answer.id, parts, entry, released.share);
  if (!keys) return fail(keys.error());
  auto section = OpenSection::open(parts.section(entry), *keys, entry.digest, entry.blind ? 32 : 0);
  if (!section) {
    return fail(section.error().code,
                "record " + answer.id.text() + ": " + section.error().message);
  }
  if (entry.blind) {
    for (const TableRow& row : section->table()) {
      if (row.row < entry.first_row || row.row >= parts.head.next_row || row.type == kRowRemoved) {
        return fail(Code::Corrupt, "record " + answer.id.text() +
                                       ": a blind section names rows that are not its own");
      }
    }
  }
  return OpenedSection{entry.content_version, entry.blind, entry.first_row, std::move(*section)};
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

// Fields narrow the classes that are asked for, and are then all that is opened.
Want narrowed(const redact::Schema& schema, Want want) {
  if (want.fields.empty()) return want;
  std::sort(want.fields.begin(), want.fields.end());
  std::vector<redact::ClassId> classes;
  for (const redact::FieldId id : want.fields) {
    const redact::Field* field = schema.field(id);
    if (field == nullptr) continue;
    const bool asked = want.classes.empty() || std::find(want.classes.begin(), want.classes.end(),
                                                         field->cls) != want.classes.end();
    if (asked) classes.push_back(field->cls);
  }
  std::sort(classes.begin(), classes.end());
  classes.erase(std::unique(classes.begin(), classes.end()), classes.end());
  want.classes = std::move(classes);
  return want;
}

Result<RecordView> view_of(const Session::Inside& inside, const ReadAnswer& answer,
                           const std::vector<redact::FieldId>& fields) {
  auto parts = parse_record(answer.record);
  if (!parts) return fail(parts.error());
  auto contents = open_content(inside, answer, *parts, fields);
  if (!contents) return fail(contents.error());
  std::vector<redact::OpenedValue> values;
  std::vector<redact::ClassId> stale;
  for (const redact::ClassDecision& given : answer.decision.classes) {
    if (given.strength == Strength::withheld) continue;
    if (!is_current(inside.charter.charter, parts->head, given.cls, given.strength)) {
      stale.push_back(given.cls);
    }
  }
  for (ClassContent& content : *contents) {
    if (std::find(stale.begin(), stale.end(), content.cls) != stale.end()) continue;
    std::move(content.values.begin(), content.values.end(), std::back_inserter(values));
  }
  values.insert(values.end(), answer.facts.begin(), answer.facts.end());
  RecordView out;
  out.id = answer.id;
  out.view = redact::make_view(inside.policy.schema(), answer.decision, std::move(values), stale);
  out.view.record_version = parts->head.record_version;
  std::erase_if(out.view.cells, [&](const redact::Cell& cell) {
    const redact::Field* field = inside.policy.schema().field(cell.field);
    const bool asked =
        field != nullptr && answer.decision.of(field->cls) != nullptr &&
        (fields.empty() || std::binary_search(fields.begin(), fields.end(), cell.field));
    return !asked;
  });
  return out;
}

}  // namespace

Result<SectionKeys> keys_of_section(const Session::Inside& inside, const RecordId& record,
                                    const RecordParts& parts, const DirectoryEntry& entry,
                                    const crypto::Key& share) {
  const crypto::Key* key = inside.key(entry.compartment, entry.epoch);
  if (key == nullptr) {
    return fail(Code::Denied, "record " + record.text() + ": no grant for a part of it");
  }
  const SaltEntry* salt = parts.head.salt(entry.section_version);
  VEIL_REQUIRE(salt != nullptr);  // parse_record has seen to it
  const SectionPlace place = {inside.store,          record,    entry.compartment, entry.epoch,
                              entry.section_version, salt->salt};
  if (!entry.blind) return section_keys(*key, share, place);
  ByteReader reader(parts.section(entry));
  const crypto::PublicKey ephemeral = reader.array<32>();
  if (!reader.ok())
    return fail(Code::Corrupt, "record " + record.text() + ": a section is cut short");
  auto agreed = crypto::unbox_key(compartment_pair(*key, entry.compartment, entry.epoch), ephemeral,
                                  blind_context(place));
  if (!agreed) return fail(agreed.error());
  return section_keys(*agreed, share, place);
}

Result<std::vector<ClassContent>> open_content(const Session::Inside& inside,
                                               const ReadAnswer& answer, const RecordParts& parts,
                                               const std::vector<redact::FieldId>& fields) {
  std::map<redact::Compartment, std::vector<OpenedSection>> by_compartment;
  for (const ReleasedShare& released : answer.shares) {
    if (released.entry >= parts.head.directory.size()) {
      return fail(Code::Corrupt, "read: the vault named a section that is not there");
    }
    const redact::Compartment compartment = parts.head.directory[released.entry].compartment;
    auto opened = open_one(inside, answer, parts, released);
    if (!opened) return fail(opened.error());
    by_compartment[compartment].push_back(std::move(*opened));
  }
  std::vector<ClassContent> out;
  for (auto& [compartment, sections] : by_compartment) {
    std::stable_sort(sections.begin(), sections.end(), [](const auto& a, const auto& b) {
      return a.content_version > b.content_version;
    });
    ClassContent content;
    content.cls = redact::class_of(compartment);
    content.strength = redact::strength_of(compartment);
    Resolution resolution(inside.policy.schema(), content.cls, fields);
    for (const OpenedSection& section : sections) {
      auto added = resolution.add(section, content.strength);
      if (!added) return fail(added.error());
    }
    content.values = resolution.take();
    out.push_back(std::move(content));
  }
  return out;
}

Result<RecordView> Session::read(const RecordId& id, const Want& want, const std::string& reason) {
  return read(RecordIdPrefix{id.bytes, id.bytes}, want, reason);
}

Result<RecordView> Session::read(const RecordIdPrefix& prefix, const Want& want,
                                 const std::string& reason) {
  const Want wanted = narrowed(inside_->policy.schema(), want);
  if (!want.fields.empty() && wanted.classes.empty()) {
    return fail(Code::InvalidArgument, "read: the policy has none of these fields");
  }
  auto answer = inside_->vault.read(inside_->token, {{prefix.low}, {prefix.high}, wanted, reason});
  if (!answer) return fail(answer.error());
  return view_of(*inside_, *answer, wanted.fields);
}

Result<ListPage> Session::list(const ListRequest& request) {
  ListRequest asked = request;
  asked.want = narrowed(inside_->policy.schema(), request.want);
  if (!request.want.fields.empty() && asked.want.classes.empty()) {
    return fail(Code::InvalidArgument, "list: the policy has none of these fields");
  }
  auto answer = inside_->vault.list(inside_->token, asked);
  if (!answer) return fail(answer.error());
  ListPage out;
  out.next = answer->next;
  for (const ReadAnswer& record : answer->records) {
    auto view = view_of(*inside_, record, asked.want.fields);
    if (!view) return fail(view.error());
    out.records.push_back(std::move(*view));
  }
  return out;
}

}  // namespace veil::store
