#include "store/commit.h"

#include <algorithm>
#include <limits>
#include <list>
#include <set>

#include "crypto/hash.h"
#include "crypto/merkle.h"
#include "store/fact_rules.h"
#include "store/lexicon_rules.h"
#include "store/listing.h"
#include "store/posting_plan.h"
#include "store/rows.h"

namespace veil::store {
namespace {

constexpr std::uint32_t kRowsOfCommitMax = 65535;
constexpr std::size_t kBlindPrefix = 32;

using redact::Compartment;

tl::unexpected<Error> malformed(const char* what) {
  return fail(Code::InvalidArgument, std::string("commit: ") + what);
}

std::uint64_t generation_of(const HeldTicket& held) {
  return held.before ? held.before->secret.generation : held.secret.generation;
}

const std::vector<DirectoryEntry>& directory_of(const HeldTicket& held) {
  static const std::vector<DirectoryEntry> kNone;
  return held.before ? held.before->parts.head.directory : kNone;
}

bool removes(const CommitItem& item, const DirectoryEntry& entry) {
  return std::find(item.removed.begin(), item.removed.end(),
                   SectionName{entry.compartment, entry.section_version}) != item.removed.end();
}

// The values that a merge carries on are as new as the newest of the sections it replaces.
std::uint64_t merged_content(const HeldTicket& held, const CommitItem& item,
                             Compartment compartment) {
  std::uint64_t newest = 0;
  for (const DirectoryEntry& entry : directory_of(held)) {
    if (entry.compartment == compartment && removes(item, entry)) {
      newest = std::max(newest, entry.content_version);
    }
  }
  return newest;
}

bool holds_key(const InForce& now, const Visitor& visitor, redact::ClassId cls) {
  const auto keys = now.keys.find(visitor.opening.role);
  return keys != now.keys.end() &&
         std::binary_search(keys->second.begin(), keys->second.end(),
                            redact::compartment_of(cls, redact::Strength::full));
}

Result<> check_section(const CommitContext& context, const HeldTicket& held, const CommitItem& item,
                       const NewSection& section) {
  const DirectoryEntry& entry = section.entry;
  const InForce& now = context.now;
  const CompartmentKey* key = now.charter().compartment_key(entry.compartment);
  const redact::ClassId cls = redact::class_of(entry.compartment);
  if (key == nullptr || !now.policy.has_compartment(entry.compartment) ||
      std::find(held.classes.begin(), held.classes.end(), cls) == held.classes.end()) {
    return malformed("a section lies outside what was begun");
  }
  if (entry.section_version != held.shown.record_version || entry.epoch != key->epoch ||
      entry.generation != generation_of(held) || entry.length != section.bytes.size()) {
    return malformed("a section's place does not fit its ticket");
  }
  if (!fits_known_version(context, held, item, entry) || entry.content_version == 0) {
    return malformed("a section's versions are out of range");
  }
  if (entry.content_version != entry.section_version &&
      entry.content_version != merged_content(held, item, entry.compartment)) {
    return malformed("a section's content version is neither new nor merged");
  }
  const auto rules = now.rules.find(entry.compartment);
  if (entry.rules != (rules == now.rules.end() ? RulesHash{} : rules->second)) {
    return malformed("a section was made by other veil rules than those in force");
  }
  const bool hidden = std::find(now.hidden.begin(), now.hidden.end(), cls) != now.hidden.end();
  if (padded_size(section.bytes.size(), hidden ? Padding::hidden : Padding::padme) !=
      section.bytes.size()) {
    return malformed("a section is not padded");
  }
  if (entry.blind == holds_key(now, context.visitor, cls)) {
    return malformed("who holds a key does not write blind, who does not, does");
  }
  const std::uint32_t first_allotted = held.before ? held.shown.next_row : 0;
  if (entry.blind && (section.bytes.size() < kBlindPrefix || entry.first_row != first_allotted)) {
    return malformed("a blind section names rows that are not its own");
  }
  if (!entry.blind && entry.first_row != 0)
    return malformed("only blind sections have a first row");
  return {};
}

// All strengths of a class are written together, with one content version, and merged together.
Result<> check_class(const CommitContext& context, const HeldTicket& held, const CommitItem& item,
                     redact::ClassId cls) {
  const auto compartments = context.now.compartments_of(cls);
  std::size_t written = 0;
  std::set<std::uint64_t> contents;
  for (const NewSection& section : item.sections) {
    if (redact::class_of(section.entry.compartment) != cls) continue;
    ++written;
    contents.insert(section.entry.content_version);
  }
  if (written != compartments.size() || contents.size() != 1) {
    return malformed("the strengths of a class must be written together");
  }
  std::set<std::uint64_t> merged;
  std::map<Compartment, std::size_t> kept;
  for (const DirectoryEntry& entry : directory_of(held)) {
    if (redact::class_of(entry.compartment) != cls) continue;
    if (removes(item, entry)) {
      merged.insert(entry.content_version);
    } else {
      ++kept[entry.compartment];
    }
  }
  for (const DirectoryEntry& entry : directory_of(held)) {
    if (redact::class_of(entry.compartment) == cls && merged.count(entry.content_version) != 0 &&
        !removes(item, entry)) {
      return malformed("the strengths of a class must be merged together");
    }
  }
  for (const auto& [compartment, count] : kept) {
    if (count + 1 > kSectionsMax) {
      return fail(Code::Conflict,
                  "commit: this part of the record is full until one who may read it merges it");
    }
  }
  return {};
}

Result<> check_removed(const CommitContext& context, const HeldTicket& held,
                       const CommitItem& item) {
  const auto& directory = directory_of(held);
  for (std::size_t i = 0; i < item.removed.size(); ++i) {
    const SectionName& name = item.removed[i];
    const bool ascends =
        i == 0 || std::pair(item.removed[i - 1].compartment, item.removed[i - 1].section_version) <
                      std::pair(name.compartment, name.section_version);
    const bool exists = std::any_of(directory.begin(), directory.end(), [&](const auto& entry) {
      return entry.compartment == name.compartment && entry.section_version == name.section_version;
    });
    const redact::ClassId cls = redact::class_of(name.compartment);
    const bool begun =
        std::find(held.classes.begin(), held.classes.end(), cls) != held.classes.end();
    if (!ascends || !exists || !begun || cls == 0) return malformed("it merges what is not there");
    if (!holds_key(context.now, context.visitor, cls)) {
      return malformed("who cannot read cannot merge");
    }
  }
  return {};
}

// The roots of all complete subtrees, by level: so that a batch's proofs share their hashing.
std::vector<std::vector<Hash>> complete_subtrees(std::vector<Hash> leaves) {
  std::vector<std::vector<Hash>> levels = {std::move(leaves)};
  while (levels.back().size() > 1) {
    const std::vector<Hash>& below = levels.back();
    std::vector<Hash> level;
    for (std::size_t i = 0; i + 1 < below.size(); i += 2) {
      level.push_back(crypto::node_hash(below[i], below[i + 1]));
    }
    levels.push_back(std::move(level));
  }
  return levels;
}

// Tokens tell the vault nothing of a value, so all that it can hold a writer to is the place: an
// indexed field of a class that she writes here, in a row that she may write.
Result<> check_index(const CommitContext& context, const HeldTicket& held, const CommitItem& item) {
  const redact::Policy& policy = context.now.policy;
  const auto& indexed = policy.indexed();
  if (item.index.size() > kTableRowsMax) return malformed("it indexes too many values");
  for (std::size_t i = 0; i < item.index.size(); ++i) {
    const IndexEdit& edit = item.index[i];
    if (i > 0 && std::pair(item.index[i - 1].row, item.index[i - 1].field) >=
                     std::pair(edit.row, edit.field)) {
      return malformed("its index is out of order");
    }
    if (!std::binary_search(indexed.begin(), indexed.end(), edit.field)) {
      return malformed("it indexes a field that has no index");
    }
    const redact::Field& field = *policy.schema().field(edit.field);
    if (std::find(held.classes.begin(), held.classes.end(), field.cls) == held.classes.end()) {
      return malformed("it indexes what it does not write");
    }
    const std::uint32_t rows_end = held.shown.next_row + item.rows;
    const bool many = policy.schema().entity(field.entity)->many;
    if (many ? edit.row == 0 || edit.row >= rows_end : edit.row != 0) {
      return malformed("it indexes a row that is not there");
    }
    const std::uint32_t first_allotted = held.before ? held.shown.next_row : 0;
    if (edit.row < first_allotted && !holds_key(context.now, context.visitor, field.cls)) {
      return malformed("who cannot read cannot index what is there");
    }
  }
  return {};
}

}  // namespace

Result<> check_facts(const CommitContext& context, const HeldTicket& held, const CommitItem& item) {
  const redact::Policy& policy = context.now.policy;
  if (auto open = check_open(policy.schema(), held.facts, item.facts, !item.sections.empty());
      !open) {
    return open;
  }
  const redact::Role* role = policy.role(context.visitor.opening.role);
  VEIL_REQUIRE(role != nullptr);  // its session was admitted
  const FactWriter writer = {policy, context.now.charter(), held.decision, *role,
                             context.writing()};
  const AllottedRows rows = {held.shown.next_row, held.shown.next_row + item.rows};
  return check_fact_change(writer, held.facts, item.facts, rows);
}

Result<> check_commit(const CommitContext& context, const HeldTicket& held,
                      const CommitItem& item) {
  if (held.shown.charter_version != context.now.charter().version) {
    return fail(Code::Conflict, "commit: the charter changed; enter again");
  }
  if (item.rows > kRowsOfCommitMax ||
      held.shown.next_row > std::numeric_limits<std::uint32_t>::max() / 2 - item.rows) {
    return malformed("it asks for too many rows");
  }
  const bool rows_of_facts = !item.facts.given.empty() || !item.facts.offered.empty();
  if (item.sections.empty() && ((item.rows != 0 && !rows_of_facts) || item.known_changed ||
                                (held.before && item.facts.empty()))) {
    return malformed("it writes nothing");
  }
  for (std::size_t i = 0; i < item.sections.size(); ++i) {
    if (i > 0 && item.sections[i - 1].entry.compartment >= item.sections[i].entry.compartment) {
      return malformed("its sections are out of order");
    }
    auto checked = check_section(context, held, item, item.sections[i]);
    if (!checked) return checked;
  }
  if (auto checked = check_removed(context, held, item); !checked) return checked;
  for (const redact::ClassId cls : held.classes) {
    auto checked = check_class(context, held, item, cls);
    if (!checked) return checked;
  }
  if (auto checked = check_index(context, held, item); !checked) return checked;
  if (auto checked = check_forms(context, held, item); !checked) return checked;
  return check_facts(context, held, item);
}

CommitStatement statement_of(const CommitContext& context, const HeldTicket& held,
                             const CommitItem& item) {
  CommitStatement out;
  out.store = context.inside.store;
  out.record = held.shown.record;
  out.record_version = held.shown.record_version;
  if (held.before) out.previous = head_hash(held.before->parts.head_bytes);
  out.opening = context.visitor.opening_hash;
  out.charter_version = held.shown.charter_version;
  out.salt = held.salt;
  out.facts = item.facts.hash();
  out.rows = item.rows;
  out.known_changed = item.known_changed;
  for (const NewSection& section : item.sections) {
    out.written.push_back(section.entry);
    out.written.back().offset = 0;
  }
  out.removed = item.removed;
  return out;
}

Result<std::vector<Statement>> verify_batch(const CommitContext& context,
                                            const std::vector<CommitStatement>& statements,
                                            const crypto::Signature& signature) {
  std::vector<Statement> out;
  std::vector<Hash> leaves;
  for (const CommitStatement& statement : statements) {
    out.push_back({encode_statement(statement), {}, signature});
    leaves.push_back(crypto::leaf_hash(out.back().bytes));
    if (out.back().bytes.size() > Entry::kStatementMax) {
      return malformed("it writes too many sections at once");
    }
  }
  const Bytes message = batch_message(context.inside.store, context.visitor.opening_hash,
                                      leaves.size(), crypto::root_of(leaves));
  if (!crypto::verify(context.visitor.key, message, signature)) {
    return fail(Code::Denied, "commit: its signature does not fit what it would write");
  }
  const std::vector<std::vector<Hash>> levels = complete_subtrees(std::move(leaves));
  const auto subtree = [&](unsigned level, std::uint64_t index) -> Result<Hash> {
    return levels[level][index];
  };
  for (std::size_t i = 0; i < out.size(); ++i) {
    auto path = crypto::make_inclusion_proof(i, out.size(), subtree);
    if (!path) return fail(path.error());
    out[i].path = {i, out.size(), std::move(*path)};
  }
  return out;
}

namespace {

// Builds the next version of one record.
class NextVersion {
 public:
  NextVersion(const CommitContext& context, const HeldTicket& held, const CommitItem& item)
      : context_(context), held_(held), item_(item) {}

  Result<> add_to(Work& work, PostingPlan& plan) {
    carry_head();
    auto listing = plan.add(held_, item_, work);
    if (!listing) return fail(listing.error());
    auto lexicon = next_lexicon(context_, held_, item_);
    if (!lexicon) return fail(lexicon.error());
    std::set<Compartment> anew;  // of the host's
    if (*listing) anew.insert(kListingCompartment);
    if (*lexicon) anew.insert(kLexiconCompartment);
    keep_sections(work, anew);
    if (auto facts = place_facts(); !facts) return facts;
    // What these two replace says nothing that the history would need.
    if (*listing) place(seal_listing(context_.inside.host(context_.now), version(), **listing));
    if (*lexicon) place(seal_lexicon(context_.inside.host(context_.now), version(), **lexicon));
    for (const NewSection& section : item_.sections) {
      sections_.push_back({section.entry, section.bytes});
    }
    std::uint64_t size = 0;
    for (const Placed& section : sections_) size += section.bytes.size();
    if (size > kRecordSizeMax) return malformed("the record would be larger than a record may be");
    const Bytes record = assemble();
    if (!parse_record(record)) return malformed("the record would be larger than a record may be");
    RecordSecret secret = next_secret();
    const ErasureKey& erasure = context_.inside.erasure->current();
    const RecordId& id = held_.shown.record;
    const Bytes secret_key = secret_row_key(id);
    work.conditions.push_back(
        {secret_key, held_.before ? std::optional(held_.before->secret_row) : std::nullopt});
    if (!held_.before) work.conditions.push_back({record_row_key(id), std::nullopt});
    work.changes.push_back({record_row_key(id), record});
    work.changes.push_back({secret_key, seal_secret_row(erasure.key, erasure.epoch,
                                                        context_.inside.store, id, secret)});
    work.drafts.push_back({entry(), HostPart{id, head_.record_version, secret.head}});
    return {};
  }

 private:
  struct Placed {
    DirectoryEntry entry;
    BytesView bytes;  // of the ticket, of the commit, or below
  };

  void carry_head() {
    if (held_.before) {
      const Head& old = held_.before->parts.head;
      head_.history = old.history;
      head_.previous = head_hash(held_.before->parts.head_bytes);
    }
    head_.charter_version = held_.shown.charter_version;
    head_.record_version = held_.shown.record_version;
    head_.next_row = held_.shown.next_row + item_.rows;
    head_.known_version = known_version_after(held_, item_);
  }

  bool writes_facts() const { return !held_.before || !item_.facts.empty(); }

  // What stays is copied; what is replaced goes to the history.
  void keep_sections(Work& work, const std::set<Compartment>& anew) {
    for (const DirectoryEntry& entry : directory_of(held_)) {
      const BytesView bytes = held_.before->parts.section(entry);
      if (removes(item_, entry) || (entry.compartment == kFactsCompartment && writes_facts())) {
        retire(work, entry, bytes);
      } else if (anew.count(entry.compartment) == 0) {
        sections_.push_back({entry, bytes});
        salts_.insert(
            {entry.section_version, *held_.before->parts.head.salt(entry.section_version)});
      }
    }
  }

  void retire(Work& work, const DirectoryEntry& entry, BytesView bytes) {
    const Bytes key = history_row_key(held_.shown.record, entry.compartment, entry.section_version);
    HistoryRow row = {*held_.before->parts.head.salt(entry.section_version), entry, to_bytes(bytes),
                      head_.record_version};
    Bytes encoded = encode_history_row(row);
    head_.history = chain_history(head_.history, key, encoded);
    work.changes.push_back({key, std::move(encoded)});
  }

  Result<> place_facts() {
    if (!writes_facts()) return {};
    const FactWriting writing = context_.writing();
    redact::Facts facts = held_.facts;
    item_.facts.apply_to(facts, writing);
    auto sealed = seal_facts(context_.inside.host(context_.now), version(), facts,
                             {writing, encode_fact_change(item_.facts)});
    if (!sealed) return fail(sealed.error());
    facts_ = std::move(sealed->bytes);
    sections_.push_back({sealed->entry, facts_});
    return {};
  }

  void place(HostSection section) {
    own_.push_back(std::move(section));
    sections_.push_back({own_.back().entry, own_.back().bytes});
  }

  const RecordSecret& secret() const { return held_.before ? held_.before->secret : held_.secret; }
  NewVersion version() const {
    return {held_.shown.record, secret(), head_.record_version, held_.salt};
  }

  Bytes assemble() {
    std::sort(sections_.begin(), sections_.end(), [](const Placed& a, const Placed& b) {
      return std::pair(a.entry.compartment, a.entry.section_version) <
             std::pair(b.entry.compartment, b.entry.section_version);
    });
    std::uint32_t offset = 0;
    for (Placed& section : sections_) {
      section.entry.offset = offset;
      offset += section.entry.length;
      head_.directory.push_back(section.entry);
      if (section.entry.section_version == head_.record_version) {
        salts_[head_.record_version] = {head_.record_version, head_.charter_version, held_.salt};
      }
    }
    for (const auto& [version, salt] : salts_) head_.salts.push_back(salt);
    Bytes record = encode_head(head_);
    record.reserve(record.size() + 32 + offset);
    append(record, head_mac(secret().secret, record));
    head_hash_ = head_hash(record);
    for (const Placed& section : sections_) append(record, section.bytes);
    return record;
  }

  RecordSecret next_secret() const {
    RecordSecret out = secret().clone();
    out.record_version = head_.record_version;
    out.head = head_hash_;
    return out;
  }

  Entry entry() const {
    Entry out = context_.inside.entry(context_.visitor, context_.now,
                                      held_.before ? Action::update : Action::create, {});
    out.records = {held_.shown.record};
    for (const redact::ClassId cls : held_.classes) {
      out.classes.push_back({cls, redact::Strength::full, 0});
    }
    return out;
  }

  const CommitContext& context_;
  const HeldTicket& held_;
  const CommitItem& item_;
  Head head_;
  Hash head_hash_{};
  std::vector<Placed> sections_;
  Bytes facts_;
  std::list<HostSection> own_;
  std::map<std::uint64_t, SaltEntry> salts_;
};

}  // namespace

Result<> add_to_work(const CommitContext& context, const HeldTicket& held, const CommitItem& item,
                     PostingPlan& plan, Work& work) {
  return NextVersion(context, held, item).add_to(work, plan);
}

}  // namespace veil::store
