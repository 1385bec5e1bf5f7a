#include "store/lexicon.h"

#include <algorithm>
#include <limits>

#include "crypto/hash.h"
#include "crypto/pae.h"
#include "store/host_section.h"

namespace veil::store {
namespace {

using redact::Alphabet;

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kCoveredMax = 4096;  // more than a policy has fields

crypto::Key of_record(const crypto::Key& key, const char* domain, const StoreId& store,
                      const RecordId& record) {
  return crypto::derive(key.reveal(), crypto::Pae(domain).add(store).add(record.bytes).view());
}

bool by_token(const LexiconEntry& a, const LexiconEntry& b) {
  return a.token < b.token;
}

// Of a tag that does not unpack the rule is the last.
unsigned rule_of(std::uint32_t packed) {
  const auto tag = redact::unpack(packed);
  return tag ? static_cast<unsigned>(tag->rule) : std::numeric_limits<std::uint8_t>::max();
}

tl::unexpected<Error> malformed() {
  return fail(Code::Corrupt, "lexicon: malformed");
}

}  // namespace

bool is_known_alphabet(Alphabet alphabet) noexcept {
  return alphabet == Alphabet::text || alphabet == Alphabet::digits || alphabet == Alphabet::sound;
}

InnerTokens::InnerTokens(const crypto::Key& lexicon_key, const StoreId& store,
                         const RecordId& record)
    : key_(of_record(lexicon_key, "veil/lexicon-record/1", store, record)) {}

InnerToken InnerTokens::of(std::string_view form_key) const {
  return crypto::blake2b_keyed_128(key_.reveal(), view_of(form_key));
}

LexiconTokens::LexiconTokens(const crypto::Key& host_index, const StoreId& store,
                             const RecordId& record)
    : key_(of_record(host_index, "veil/lexicon-host/1", store, record)) {}

LexiconToken LexiconTokens::of(const InnerToken& inner) const {
  const ByteArray<16> whole = crypto::blake2b_keyed_128(key_.reveal(), inner);
  LexiconToken out{};
  std::copy_n(whole.begin(), out.size(), out.begin());
  return out;
}

const LexiconEntry* Lexicon::find(const LexiconToken& token) const noexcept {
  const auto at = std::lower_bound(entries.begin(), entries.end(), token,
                                   [](const auto& one, const auto& to) { return one.token < to; });
  return at != entries.end() && at->token == token ? &*at : nullptr;
}

std::vector<redact::FormLength> Lexicon::lengths() const {
  std::vector<redact::FormLength> out;
  for (const LexiconEntry& entry : entries) out.push_back(entry.length);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

void Lexicon::add(const std::vector<LexiconEntry>& more,
                  const std::vector<redact::FieldId>& covered) {
  covers.insert(covers.end(), covered.begin(), covered.end());
  std::sort(covers.begin(), covers.end());
  covers.erase(std::unique(covers.begin(), covers.end()), covers.end());
  entries.insert(entries.end(), more.begin(), more.end());
  std::stable_sort(entries.begin(), entries.end(), by_token);
  std::vector<LexiconEntry> merged;
  for (const LexiconEntry& entry : entries) {
    if (merged.empty() || merged.back().token != entry.token) {
      merged.push_back(entry);
    } else if (rule_of(entry.tag) < rule_of(merged.back().tag)) {
      merged.back() = entry;
    }
  }
  entries = std::move(merged);
}

Bytes lexicon_subject(const LexiconSubject& subject) {
  crypto::Pae out("veil/lexicon/1");
  out.add(subject.pieces).add(subject.hits);
  return std::move(out).take();
}

Result<LexiconSubject> decode_lexicon_subject(BytesView bytes) {
  crypto::PaeReader reader(bytes);
  LexiconSubject out;
  reader.domain("veil/lexicon/1");
  out.pieces = reader.number();
  out.hits = reader.number();
  if (!reader.done()) return fail(Code::Corrupt, "log entry: not of a lexicon");
  return out;
}

Bytes encode_lexicon(const Lexicon& lexicon) {
  VEIL_REQUIRE(lexicon.entries.size() <= kLexiconMax && lexicon.covers.size() <= kCoveredMax);
  VEIL_REQUIRE(std::is_sorted(lexicon.entries.begin(), lexicon.entries.end(), by_token));
  Bytes out = {kVersion};
  append_varint(out, lexicon.covers.size());
  for (const redact::FieldId field : lexicon.covers) append_varint(out, field);
  append_varint(out, lexicon.entries.size());
  for (const LexiconEntry& entry : lexicon.entries) {
    append(out, entry.token);
    out.push_back(static_cast<std::uint8_t>(entry.length.alphabet));
    out.push_back(entry.length.count);
    append_le32(out, entry.tag);
  }
  return out;
}

Result<Lexicon> decode_lexicon(BytesView bytes) {
  ByteReader reader(bytes);
  const std::uint8_t version = reader.u8();
  if (reader.ok() && version != kVersion) {
    return fail(Code::Unsupported, "lexicon: of a newer version");
  }
  Lexicon out;
  const std::uint64_t covered = reader.varint_max(kCoveredMax);
  for (std::uint64_t i = 0; i < covered && reader.ok(); ++i) {
    const auto field = static_cast<redact::FieldId>(
        reader.varint_max(std::numeric_limits<redact::FieldId>::max()));
    if (!out.covers.empty() && out.covers.back() >= field) return malformed();
    out.covers.push_back(field);
  }
  const std::uint64_t count = reader.varint_max(kLexiconMax);
  for (std::uint64_t i = 0; i < count && reader.ok(); ++i) {
    LexiconEntry entry;
    entry.token = reader.array<sizeof(LexiconToken)>();
    entry.length.alphabet = static_cast<Alphabet>(reader.u8());
    entry.length.count = reader.u8();
    entry.tag = reader.le32();
    if (!is_known_alphabet(entry.length.alphabet) || entry.length.count == 0 ||
        (!out.entries.empty() && out.entries.back().token >= entry.token)) {
      return malformed();
    }
    out.entries.push_back(entry);
  }
  if (!reader.at_end()) return malformed();
  return out;
}

Result<Lexicon> open_lexicon(const HostAccess& host, const LoadedRecord& loaded) {
  auto bytes = open_host_section(host, loaded, kLexiconCompartment);
  const std::string place = "record " + loaded.id.text() + ": ";
  if (!bytes && bytes.error().code == Code::Corrupt) {
    return fail(Code::Corrupt, place + "its lexicon was altered");
  }
  if (!bytes) return fail(bytes.error());
  if (!*bytes) return Lexicon();
  auto lexicon = decode_lexicon(**bytes);
  if (!lexicon) return fail(lexicon.error().code, place + lexicon.error().message);
  return lexicon;
}

HostSection seal_lexicon(const HostAccess& host, const NewVersion& made, const Lexicon& lexicon) {
  return seal_host_section(host, made, kLexiconCompartment, encode_lexicon(lexicon));
}

}  // namespace veil::store
