#include "store/loaded_record.h"

#include <limits>

#include "crypto/hash.h"
#include "crypto/pae.h"
#include "store/codec.h"
#include "store/rows.h"

namespace veil::store {
namespace {

constexpr std::uint8_t kFactsType = 1;  // bytes, as a text's
constexpr redact::FieldId kFactsField = 0;
constexpr redact::FieldId kMadeField = 1;

tl::unexpected<Error> damaged(const RecordId& id, const char* what) {
  return fail(Code::Corrupt, "record " + id.text() + ": " + what);
}

Result<redact::Facts> facts_of(const HostAccess& host, const LoadedRecord& loaded) {
  const DirectoryEntry* found = nullptr;
  for (const DirectoryEntry& entry : loaded.parts.head.directory) {
    if (entry.compartment != kFactsCompartment) continue;
    if (found != nullptr) return damaged(loaded.id, "it has two sections of facts");
    found = &entry;
  }
  if (found == nullptr) return damaged(loaded.id, "its facts are missing");
  auto narrowed = loaded.secret.of(kFactsCompartment, found->generation);
  if (!narrowed) return fail(narrowed.error());
  auto facts = open_facts(host, place_of(host.store, loaded.id, loaded.parts.head, *found),
                          *narrowed, loaded.parts.section(*found), found->digest);
  if (!facts) return fail(facts.error());
  return std::move(facts->facts);
}

Bytes encode_made(const FactsMade& made) {
  crypto::Pae out("veil/facts-made/1");
  out.add(made.writing.person).add(made.writing.now_ms).add(BytesView(made.change));
  return std::move(out).take();
}

Result<FactsMade> decode_made(BytesView bytes) {
  crypto::PaeReader reader(bytes);
  FactsMade out;
  reader.domain("veil/facts-made/1");
  out.writing.person = static_cast<redact::PersonId>(
      reader.number_max(std::numeric_limits<redact::PersonId>::max()));
  out.writing.now_ms = reader.number();
  out.change = to_bytes(reader.part());
  if (!reader.done()) return fail(Code::Corrupt, "facts: malformed");
  return out;
}

bool is_facts_table(const std::vector<TableRow>& table) {
  if (table.empty() || table.size() > 2) return false;
  for (std::size_t i = 0; i < table.size(); ++i) {
    const redact::FieldId field = i == 0 ? kFactsField : kMadeField;
    if (table[i].row != 0 || table[i].field != field || table[i].type != kFactsType) return false;
  }
  return true;
}

}  // namespace

SectionPlace place_of(const StoreId& store, const RecordId& record, const Head& head,
                      const DirectoryEntry& entry) {
  const SaltEntry* salt = head.salt(entry.section_version);
  VEIL_REQUIRE(salt != nullptr);  // parse_record has seen to it
  return {store, record, entry.compartment, entry.epoch, entry.section_version, salt->salt};
}

Result<LoadedRecord> load_record(const HostAccess& host, const RecordId& id, Bytes record,
                                 Bytes secret_row) {
  LoadedRecord out;
  out.id = id;
  out.record = std::move(record);
  out.secret_row = std::move(secret_row);
  auto epoch = secret_row_epoch(out.secret_row);
  if (!epoch) return fail(epoch.error().code, "record " + id.text() + ": " + epoch.error().message);
  const crypto::Key* key = host.erasure.find(*epoch);
  if (key == nullptr) return damaged(id, "its secret is of an erasure epoch whose key is gone");
  auto secret = open_secret_row(*key, host.store, id, out.secret_row);
  if (!secret) return damaged(id, "its secret row was altered or is another record's");
  out.secret = std::move(*secret);
  auto parts = parse_record(out.record);
  if (!parts) return fail(parts.error().code, "record " + id.text() + ": " + parts.error().message);
  out.parts = std::move(*parts);
  const Hash mac = head_mac(out.secret.secret, out.parts.head_without_mac());
  if (!crypto::equal_constant_time(mac, out.parts.head.mac)) {
    return damaged(id, "its head was altered, or is not this record's");
  }
  if (out.secret.record_version != out.parts.head.record_version ||
      out.secret.head != head_hash(out.parts.head_bytes)) {
    return damaged(id, "record and secret row are of different versions: one was rolled back");
  }
  if (out.parts.head.charter_version > host.charter_version) {
    return damaged(id, "it was written under a newer charter than the store has");
  }
  auto facts = facts_of(host, out);
  if (!facts) return fail(facts.error());
  out.facts = std::move(*facts);
  return out;
}

Result<std::optional<LoadedRecord>> load_record(const Snapshot& snapshot, const HostAccess& host,
                                                const RecordId& id) {
  const std::vector<Bytes> keys = {record_row_key(id), secret_row_key(id)};
  auto rows = snapshot.multi_get(keys);
  if (!rows) return fail(rows.error());
  std::optional<Bytes>& record = (*rows)[0];
  std::optional<Bytes>& secret_row = (*rows)[1];
  if (!record && !secret_row) return std::nullopt;
  if (!secret_row) return damaged(id, "its secret row is missing");
  if (!record) return damaged(id, "its secret row is there, the record is missing");
  auto loaded = load_record(host, id, std::move(*record), std::move(*secret_row));
  if (!loaded) return fail(loaded.error());
  return std::optional(std::move(*loaded));
}

Result<FactsVersion> open_facts(const HostAccess& host, const SectionPlace& place,
                                const crypto::Key& compartment_secret, BytesView bytes,
                                const Hash& digest) {
  const SectionKeys keys = section_keys(host.section, share_of(compartment_secret, place), place);
  auto section = OpenSection::open(bytes, keys, digest, 0);
  if (!section || !is_facts_table(section->table())) {
    return damaged(place.record, "its facts were altered");
  }
  auto encoded = section->value(0);
  if (!encoded) return damaged(place.record, "its facts were altered");
  auto facts = decode_facts(*encoded);
  if (!facts) return fail(facts.error());
  FactsVersion out;
  out.facts = std::move(*facts);
  if (section->table().size() == 1) return out;
  auto bytes_of_made = section->value(1);
  if (!bytes_of_made) return damaged(place.record, "its facts were altered");
  auto made = decode_made(*bytes_of_made);
  if (!made) return fail(made.error());
  out.made = std::move(*made);
  return out;
}

Result<SealedFacts> seal_facts(const HostAccess& host, const NewVersion& version,
                               const redact::Facts& facts, const FactsMade& made) {
  auto bytes = encode_facts(facts);
  if (!bytes) return fail(bytes.error());
  const Bytes of_made = encode_made(made);
  const SectionPlace place = {host.store, version.record,  kFactsCompartment,
                              kHostEpoch, version.version, version.salt};
  const crypto::Key narrowed = compartment_secret(version.secret.secret, kFactsCompartment);
  const SectionKeys keys = section_keys(host.section, share_of(narrowed, place), place);
  SealedFacts out;
  const std::vector<SealedRow> rows = {{0, kFactsField, kFactsType, *bytes},
                                       {0, kMadeField, kFactsType, of_made}};
  out.entry.digest = seal_section(out.bytes, keys, {}, rows, Padding::padme);
  out.entry.compartment = kFactsCompartment;
  out.entry.generation = version.secret.generation;
  out.entry.epoch = kHostEpoch;
  out.entry.section_version = version.version;
  out.entry.content_version = version.version;
  out.entry.length = static_cast<std::uint32_t>(out.bytes.size());
  return out;
}

Bytes encode_history_row(const HistoryRow& row) {
  crypto::Pae out("veil/history-row/1");
  out.add(row.salt.salt).add(row.salt.charter_version);
  out.add(BytesView(encode_directory_entry(row.entry)));
  out.add(BytesView(row.bytes)).add(row.replaced_at);
  return std::move(out).take();
}

Result<HistoryRow> decode_history_row(BytesView bytes) {
  crypto::PaeReader reader(bytes);
  HistoryRow out;
  reader.domain("veil/history-row/1");
  out.salt.salt = reader.array<32>();
  out.salt.charter_version = reader.number();
  auto entry = decode_directory_entry(reader.part());
  out.bytes = to_bytes(reader.part());
  out.replaced_at = reader.number();
  if (!reader.done() || !entry || entry->length != out.bytes.size()) {
    return fail(Code::Corrupt, "history row: malformed");
  }
  out.entry = *entry;
  out.salt.section_version = entry->section_version;
  return out;
}

SectionPlace place_of(const StoreId& store, const RecordId& record, const HistoryRow& row) {
  return {store,        record, row.entry.compartment, row.entry.epoch, row.entry.section_version,
          row.salt.salt};
}

Hash chain_history(const Hash& before, BytesView row_key, BytesView row) {
  crypto::Pae link("veil/history/1");
  link.add(before).add(row_key).add(crypto::blake2b(row));
  return crypto::blake2b(link.view());
}

}  // namespace veil::store
