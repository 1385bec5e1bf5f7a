#include "store/sealing.h"

#include <algorithm>

#include "crypto/hash.h"
#include "crypto/pae.h"
#include "redact/normal_form.h"
#include "redact/text/known_value.h"
#include "store/postings.h"

namespace veil::store {
namespace {

using redact::ClassId;
using redact::Strength;

constexpr std::size_t kValuesGuess = 4096;  // bytes of a section's values, mostly

// Plaintext that was gathered for sealing does not stay behind.
class WipeAtEnd {
 public:
  explicit WipeAtEnd(Bytes& bytes) noexcept : bytes_(bytes) {}
  ~WipeAtEnd() { crypto::wipe(bytes_); }
  WipeAtEnd(const WipeAtEnd&) = delete;
  WipeAtEnd& operator=(const WipeAtEnd&) = delete;

 private:
  Bytes& bytes_;
};

tl::unexpected<Error> unfit(const redact::Field& field, const char* why) {
  return fail(Code::InvalidArgument, "write: " + field.name + ": " + why);
}

Result<> add_edit(const redact::Schema& schema, const Edit& edit, Prepared& out) {
  const redact::Field* field = schema.field(edit.field);
  if (field == nullptr) return fail(Code::InvalidArgument, "write: the policy has no such field");
  if (field->fact != redact::FactKind::none) return unfit(*field, "this is a fact, not a value");
  const bool many = schema.entity(field->entity)->many;
  if (many == (edit.row == 0)) {
    return unfit(*field, many ? "it needs a row" : "its entity has one row only");
  }
  if (edit.value) {
    auto checked = redact::check_value(schema, *field, *edit.value);
    if (!checked) return checked;
  }
  if (edit.row >= kNewRow) out.new_rows = std::max(out.new_rows, edit.row - kNewRow + 1);
  out.known_changed =
      out.known_changed ||
      (edit.value && !redact::known_values(schema, *field, *edit.value, edit.row).empty());
  auto& rows = out.classes[field->cls];
  if (!rows.emplace(std::pair(edit.row, edit.field), FullValue{field, edit.value}).second) {
    return unfit(*field, "it is set twice");
  }
  return {};
}

// A new row of a consent or referral, whether or not it has other values.
template <class Act>
std::uint32_t rows_up_to(const Act& act) {
  return act.row >= kNewRow ? act.row - kNewRow + 1 : 0;
}

Result<> add_removed_row(const redact::Schema& schema, redact::EntityId entity, redact::Row row,
                         Prepared& out) {
  const redact::Entity* known = schema.entity(entity);
  if (known == nullptr || !known->many || row == 0 || row >= kNewRow) {
    return fail(Code::InvalidArgument, "write: only rows of an entity with many can be removed");
  }
  for (const redact::Field& field : schema.fields()) {
    if (field.entity == entity && field.fact != redact::FactKind::none) {
      return unfit(field, "its rows are ended, not removed");
    }
  }
  for (const redact::Field& field : schema.fields()) {
    if (field.entity != entity) continue;
    out.classes[field.cls];
    out.removed_rows[field.cls].insert({row, entity});
  }
  return {};
}

}  // namespace

std::vector<ClassId> Prepared::class_ids() const {
  std::vector<ClassId> out;
  for (const auto& [cls, rows] : classes) out.push_back(cls);
  return out;
}

Result<Prepared> prepare(const redact::Schema& schema, const RecordDraft& draft) {
  Prepared out;
  out.facts = draft.facts;
  for (const Edit& edit : draft.edits) {
    auto added = add_edit(schema, edit, out);
    if (!added) return fail(added.error());
  }
  for (const auto& [entity, row] : draft.removed_rows) {
    auto added = add_removed_row(schema, entity, row, out);
    if (!added) return fail(added.error());
  }
  for (const auto& given : out.facts.given)
    out.new_rows = std::max(out.new_rows, rows_up_to(given));
  for (const auto& offer : out.facts.offered) {
    out.new_rows = std::max(out.new_rows, rows_up_to(offer));
  }
  if (out.classes.empty() && out.facts.empty()) {
    return fail(Code::InvalidArgument, "write: there is nothing to write");
  }
  return out;
}

Hash writer_salt(const Prepared& prepared) {
  crypto::Pae content("veil/writer-salt/1");
  content.add(crypto::random_array<32>());
  Bytes encoded;
  for (const auto& [cls, rows] : prepared.classes) {
    for (const auto& [place, full] : rows) {
      append_le64(encoded, std::uint64_t{place.first} << 16 | place.second);
      if (full.value && !encode_value(encoded, *full.value)) encoded.push_back(0);
    }
  }
  content.add(crypto::blake2b(encoded));
  crypto::wipe(encoded);
  return crypto::blake2b(content.view());
}

Sealing::Sealing(const Session::Inside& inside, const Ticket& ticket, Prepared prepared,
                 const Hash& from_writer)
    : inside_(inside),
      ticket_(ticket),
      prepared_(std::move(prepared)),
      salt_(salt_of(from_writer, ticket.from_host)) {
  context_.opened_on = prepared_.facts.opened_on.value_or(ticket.opened_on);
}

void Sealing::merge(ClassId cls, const ClassContent& content, const Head& head) {
  Rows& rows = prepared_.classes[cls];
  const auto& removed = prepared_.removed_rows[cls];
  const auto is_removed = [&](redact::Row row) {
    return std::any_of(removed.begin(), removed.end(),
                       [&](const auto& one) { return one.first == row; });
  };
  for (const redact::OpenedValue& value : content.values) {
    const redact::Field* field = inside_.policy.schema().field(value.field);
    if (field == nullptr || is_removed(value.row)) continue;
    rows.emplace(std::pair(value.row, value.field), FullValue{field, value.value});
  }
  prepared_.removed_rows.erase(cls);
  merged_.insert(cls);
  for (const DirectoryEntry& entry : head.directory) {
    if (redact::class_of(entry.compartment) != cls) continue;
    item_.removed.push_back({entry.compartment, entry.section_version});
  }
}

Result<> Sealing::index() {
  const redact::Schema& schema = inside_.policy.schema();
  const auto add = [&](redact::Row row, const redact::Field& field, const redact::Value* value) {
    const auto key = inside_.index_keys.find(field.id);
    if (key == inside_.index_keys.end()) return false;
    auto form = value != nullptr ? redact::normal_form(field, *value) : std::nullopt;
    IndexEdit edit{number(row), field.id, std::nullopt};
    if (form) {
      edit.token = inner_token(key->second, field.id, *form);
      crypto::wipe(*form);
    }
    item_.index.push_back(edit);
    return true;
  };
  bool keys = true;
  for (const redact::FieldId id : inside_.policy.indexed()) {
    const redact::Field& field = *schema.field(id);
    const auto rows = prepared_.classes.find(field.cls);
    if (rows == prepared_.classes.end()) continue;
    for (const auto& [place, full] : rows->second) {
      if (place.second == id)
        keys = keys && add(place.first, field, full.value ? &*full.value : nullptr);
    }
    const auto removed = prepared_.removed_rows.find(field.cls);
    if (removed == prepared_.removed_rows.end()) continue;
    for (const auto& [row, entity] : removed->second) {
      const bool set_too = rows->second.count({row, id}) != 0;
      if (entity == field.entity && !set_too) keys = keys && add(row, field, nullptr);
    }
  }
  std::sort(item_.index.begin(), item_.index.end(), [](const IndexEdit& a, const IndexEdit& b) {
    return std::pair(a.row, a.field) < std::pair(b.row, b.field);
  });
  if (!keys) return fail(Code::Denied, "write: no grant for the index of what is written");
  return {};
}

Result<> Sealing::know() {
  const redact::Schema& schema = inside_.policy.schema();
  for (const auto& [cls, rows] : prepared_.classes) {
    for (const auto& [place, full] : rows) {
      if (!full.value) continue;
      auto values = redact::known_values(schema, *full.field, *full.value, number(place.first));
      std::move(values.begin(), values.end(), std::back_inserter(known_));
    }
  }
  return add_forms();
}

Result<> Sealing::cover(const std::vector<redact::FieldId>& fields,
                        const std::vector<redact::OpenedValue>& values) {
  const redact::Schema& schema = inside_.policy.schema();
  for (const redact::OpenedValue& value : values) {
    if (!std::binary_search(fields.begin(), fields.end(), value.field)) continue;
    auto found = redact::known_values(schema, *schema.field(value.field), value.value, value.row);
    std::move(found.begin(), found.end(), std::back_inserter(known_));
  }
  item_.covers = fields;
  prepared_.known_changed = prepared_.known_changed || !fields.empty();
  return add_forms();
}

Result<> Sealing::add_forms() {
  item_.forms.clear();
  if (known_.empty() || inside_.charter.charter.index_key(redact::kLexicon) == nullptr) return {};
  const auto key = inside_.index_keys.find(redact::kLexicon);
  if (key == inside_.index_keys.end()) {
    return fail(Code::Denied, "write: no grant for the lexicon of what is written");
  }
  const InnerTokens tokens(key->second, inside_.store, ticket_.record);
  for (const redact::Form& form : redact::forms_of(known_)) {
    item_.forms.push_back(
        {tokens.of(form.key), redact::length_of(form.key), redact::pack(form.tag)});
  }
  std::sort(item_.forms.begin(), item_.forms.end(),
            [](const LexiconForm& a, const LexiconForm& b) { return a.token < b.token; });
  return {};
}

// Of fields that a weaker strength scrubs.
std::vector<std::string_view> Sealing::texts() const {
  std::vector<std::string_view> out;
  for (const auto& [cls, rows] : prepared_.classes) {
    if (!inside_.policy.scrubs_class(cls)) continue;
    for (const auto& [place, full] : rows) {
      const bool scrubbed = full.field->veiled.kind == redact::VeilKind::scrub ||
                            full.field->counted.kind == redact::VeilKind::scrub;
      const auto* text = full.value ? std::get_if<std::string>(&*full.value) : nullptr;
      if (scrubbed && text != nullptr) out.push_back(*text);
    }
  }
  return out;
}

void Sealing::look_up() {
  const auto all = texts();
  if (all.empty()) return;
  finder_ =
      std::make_unique<LexiconFinder>(inside_, ticket_, known_, item_.covers == ticket_.uncovered);
  finder_->ask_for(all);
  context_.known = finder_.get();
}

std::uint64_t Sealing::known_version(redact::Compartment compartment) {
  if (!inside_.policy.scrubs(compartment)) return 0;
  if (auto failure = finder_ != nullptr ? finder_->take_failure() : std::nullopt) {
    failure_ = std::move(failure);
    return 0;
  }
  const bool is_new = ticket_.head.empty();
  auto before = is_new ? Result<Head>(Head()) : parse_record_head(ticket_.head);
  if (!before) return 0;
  return known_version_after(is_new ? nullptr : &*before, ticket_.record_version,
                             prepared_.known_changed);
}

Result<CommitItem> Sealing::run() {
  item_.ticket = ticket_.id;
  item_.facts = prepared_.facts;
  for (ConsentGiven& given : item_.facts.given) given.row = number(given.row);
  for (ReferralOffer& offer : item_.facts.offered) offer.row = number(offer.row);
  item_.rows = prepared_.new_rows;
  item_.known_changed = prepared_.known_changed;
  for (const CompartmentShare& share : ticket_.shares) {
    auto sealed = seal(share);
    if (!sealed) return fail(sealed.error());
  }
  std::sort(item_.sections.begin(), item_.sections.end(),
            [](const NewSection& a, const NewSection& b) {
              return a.entry.compartment < b.entry.compartment;
            });
  std::sort(item_.removed.begin(), item_.removed.end(),
            [](const SectionName& a, const SectionName& b) {
              return std::pair(a.compartment, a.section_version) <
                     std::pair(b.compartment, b.section_version);
            });
  return std::move(item_);
}

CommitStatement Sealing::statement(const CommitItem& item) const {
  CommitStatement out;
  out.store = inside_.store;
  out.record = ticket_.record;
  out.record_version = ticket_.record_version;
  if (!ticket_.head.empty()) out.previous = head_hash(ticket_.head);
  out.opening = inside_.opening_hash;
  out.charter_version = ticket_.charter_version;
  out.salt = salt_;
  out.facts = item.facts.hash();
  out.rows = item.rows;
  out.known_changed = item.known_changed;
  for (const NewSection& section : item.sections) out.written.push_back(section.entry);
  out.removed = item.removed;
  return out;
}

redact::Row Sealing::number(redact::Row row) const {
  return row >= kNewRow ? ticket_.next_row + (row - kNewRow) : row;
}

// The value of the strength: the full one itself, or a weaker one made in `made`; null if there is
// none.
const redact::Value* Sealing::strength_of(const FullValue& full, Strength strength,
                                          std::optional<redact::Value>& made) const {
  if (!full.value) return nullptr;
  if (strength == Strength::full) return &*full.value;
  const redact::VeilRule& rule =
      strength == Strength::veiled ? full.field->veiled : full.field->counted;
  made =
      redact::veiled_or_withheld(inside_.policy.schema(), *full.field, rule, *full.value, context_);
  return made ? &*made : nullptr;
}

// Where older sections may hold a value that this write takes away, it says so. The rows' values
// lie in `values`, one behind the other.
Result<std::vector<SealedRow>> Sealing::rows_of(ClassId cls, Strength strength,
                                                Bytes& values) const {
  std::vector<SealedRow> out;
  std::vector<std::size_t> ends;
  const bool says_cleared = !ticket_.head.empty() && merged_.count(cls) == 0;
  const auto rows = prepared_.classes.find(cls);
  if (rows != prepared_.classes.end()) {
    out.reserve(rows->second.size());
    for (const auto& [place, full] : rows->second) {
      std::optional<redact::Value> made;
      const redact::Value* value = strength_of(full, strength, made);
      if (value == nullptr && !says_cleared) continue;
      if (place.first < kNewRow && place.first >= std::max(ticket_.next_row, 1U)) {
        return fail(Code::InvalidArgument, "write: there is no such row");
      }
      const auto type = value != nullptr ? static_cast<std::uint8_t>(value->index()) : kCleared;
      if (value != nullptr) {
        auto encoded = encode_value(values, *value);
        if (!encoded) return fail(encoded.error());
      }
      out.push_back({number(place.first), place.second, type, {}});
      ends.push_back(values.size());
    }
  }
  for (std::size_t i = 0, start = 0; i < ends.size(); start = ends[i++]) {
    out[i].value = BytesView(values).subspan(start, ends[i] - start);
  }
  if (out.size() > kTableRowsMax / 2) {
    return fail(Code::InvalidArgument, "write: a part of the record would hold too many values");
  }
  const auto removed = prepared_.removed_rows.find(cls);
  if (removed != prepared_.removed_rows.end()) {
    for (const auto& [row, entity] : removed->second) out.push_back({row, entity, kRowRemoved, {}});
    std::sort(out.begin(), out.end(), [](const SealedRow& a, const SealedRow& b) {
      return table_order({a.row, a.field, a.type, 0}, {b.row, b.field, b.type, 0});
    });
  }
  return out;
}

Result<> Sealing::seal(const CompartmentShare& share) {
  const ClassId cls = redact::class_of(share.compartment);
  Bytes values;
  values.reserve(kValuesGuess);
  const WipeAtEnd wiped(values);
  auto rows = rows_of(cls, redact::strength_of(share.compartment), values);
  if (!rows) return fail(rows.error());
  const SectionPlace place = {inside_.store, ticket_.record,         share.compartment,
                              share.epoch,   ticket_.record_version, salt_};
  const redact::Class* known = inside_.policy.schema().cls(cls);
  const Padding padding = known != nullptr && known->hidden ? Padding::hidden : Padding::padme;
  NewSection out;
  DirectoryEntry& entry = out.entry;
  entry.compartment = share.compartment;
  entry.generation = ticket_.generation;
  entry.epoch = share.epoch;
  entry.section_version = ticket_.record_version;
  entry.content_version = ticket_.record_version;
  entry.known_version = known_version(share.compartment);
  const auto rules = inside_.rules.find(share.compartment);
  if (rules != inside_.rules.end()) entry.rules = rules->second;
  if (inside_.holds_full(cls)) {
    const crypto::Key* key = inside_.key(share.compartment, share.epoch);
    if (key == nullptr) return fail(Code::Denied, "write: no grant for a part of the record");
    entry.digest =
        seal_section(out.bytes, section_keys(*key, share.share, place), {}, *rows, padding);
  } else {
    auto sealed = seal_blind(share, place, *rows, padding, out);
    if (!sealed) return sealed;
  }
  entry.length = static_cast<std::uint32_t>(out.bytes.size());
  item_.sections.push_back(std::move(out));
  return {};
}

Result<> Sealing::seal_blind(const CompartmentShare& share, const SectionPlace& place,
                             const std::vector<SealedRow>& rows, Padding padding,
                             NewSection& out) const {
  const CompartmentKey* known =
      inside_.charter.charter.compartment_key(share.compartment, share.epoch);
  if (known == nullptr) return fail(Code::Denied, "write: no key to write to");
  out.entry.blind = true;
  out.entry.first_row = ticket_.head.empty() ? 0 : ticket_.next_row;
  for (const SealedRow& row : rows) {
    if (row.row < out.entry.first_row || row.type == kRowRemoved) {
      return fail(Code::Denied, "write: who may not read this part may only add rows to it");
    }
  }
  auto agreed = crypto::box_key(known->key, blind_context(place));
  if (!agreed) return fail(agreed.error());
  out.entry.digest = seal_section(out.bytes, section_keys(agreed->key, share.share, place),
                                  agreed->ephemeral, rows, padding);
  return {};
}

}  // namespace veil::store
