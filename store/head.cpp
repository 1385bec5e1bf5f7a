#include "store/head.h"

#include <algorithm>
#include <limits>

#include "crypto/box.h"
#include "crypto/hash.h"
#include "crypto/pae.h"

namespace veil::store {
namespace {

constexpr std::uint64_t kU32Max = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint64_t kCompartmentMax = 0xffffULL * 4 + 3;
constexpr std::uint8_t kFlagBlind = 1;

void append_entry(Bytes& to, const DirectoryEntry& entry) {
  append_varint(to, entry.compartment);
  append_varint(to, entry.generation);
  append_varint(to, entry.epoch);
  append_varint(to, entry.section_version);
  append_varint(to, entry.content_version);
  append_varint(to, entry.known_version);
  append(to, entry.rules);
  to.push_back(entry.blind ? kFlagBlind : 0);
  if (entry.blind) append_varint(to, entry.first_row);
  append_varint(to, entry.length);
  append(to, entry.digest);
}

// A flag that is not known makes the entry unreadable, not ignored.
std::optional<DirectoryEntry> read_entry(ByteReader& reader) {
  DirectoryEntry entry;
  entry.compartment = static_cast<redact::Compartment>(reader.varint_max(kCompartmentMax));
  entry.generation = reader.varint();
  entry.epoch = reader.varint();
  entry.section_version = reader.varint();
  entry.content_version = reader.varint();
  entry.known_version = reader.varint();
  entry.rules = reader.array<8>();
  const std::uint8_t flags = reader.u8();
  entry.blind = (flags & kFlagBlind) != 0;
  if (entry.blind) entry.first_row = static_cast<std::uint32_t>(reader.varint_max(kU32Max));
  entry.length = static_cast<std::uint32_t>(reader.varint_max(kRecordSizeMax));
  entry.digest = reader.array<32>();
  if (!reader.ok() || flags > kFlagBlind || entry.content_version > entry.section_version) {
    return std::nullopt;
  }
  return entry;
}

bool read_salts(ByteReader& reader, Head& head) {
  const std::uint64_t count = reader.varint_max(kDirectoryMax);
  for (std::uint64_t i = 0; i < count && reader.ok(); ++i) {
    SaltEntry entry;
    entry.section_version = reader.varint();
    entry.charter_version = reader.varint();
    entry.salt = reader.array<32>();
    if (!head.salts.empty() && head.salts.back().section_version >= entry.section_version) {
      return false;
    }
    head.salts.push_back(entry);
  }
  return reader.ok();
}

// Offsets are kept, so that a reader finds a section without adding up, and must follow each other.
bool read_directory(ByteReader& reader, Head& head) {
  const std::uint64_t count = reader.varint_max(kDirectoryMax);
  std::uint64_t end = 0;
  for (std::uint64_t i = 0; i < count && reader.ok(); ++i) {
    const std::uint64_t offset = reader.varint_max(kRecordSizeMax);
    auto entry = read_entry(reader);
    if (!entry || offset != end) return false;
    entry->offset = static_cast<std::uint32_t>(offset);
    end += entry->length;
    if (end > kRecordSizeMax) return false;
    if (!head.directory.empty()) {
      const DirectoryEntry& before = head.directory.back();
      if (std::pair(before.compartment, before.section_version) >=
          std::pair(entry->compartment, entry->section_version)) {
        return false;
      }
    }
    head.directory.push_back(*entry);
  }
  return reader.ok();
}

// Every section has its salt, and no salt is left over.
bool salts_fit(const Head& head) {
  std::vector<std::uint64_t> used;
  for (const DirectoryEntry& entry : head.directory) used.push_back(entry.section_version);
  std::sort(used.begin(), used.end());
  used.erase(std::unique(used.begin(), used.end()), used.end());
  return std::equal(used.begin(), used.end(), head.salts.begin(), head.salts.end(),
                    [](std::uint64_t version, const SaltEntry& salt) {
                      return version == salt.section_version;
                    }) &&
         (used.empty() || used.back() <= head.record_version);
}

tl::unexpected<Error> malformed(const char* what) {
  return fail(Code::Corrupt, std::string("record: ") + what);
}

}  // namespace

const SaltEntry* Head::salt(std::uint64_t section_version) const noexcept {
  const auto at = std::lower_bound(salts.begin(), salts.end(), section_version,
                                   [](const SaltEntry& entry, std::uint64_t version) {
                                     return entry.section_version < version;
                                   });
  return at != salts.end() && at->section_version == section_version ? &*at : nullptr;
}

Bytes encode_head(const Head& head) {
  Bytes out;
  out.reserve(256 + head.directory.size() * 64);
  out.push_back(kFormat);
  out.push_back(static_cast<std::uint8_t>(crypto::kSuite));
  append_varint(out, head.charter_version);
  append_varint(out, head.record_version);
  append_varint(out, head.known_version);
  append_varint(out, head.next_row);
  append(out, head.previous);
  append(out, head.history);
  append_varint(out, head.salts.size());
  for (const SaltEntry& entry : head.salts) {
    append_varint(out, entry.section_version);
    append_varint(out, entry.charter_version);
    append(out, entry.salt);
  }
  append_varint(out, head.directory.size());
  for (const DirectoryEntry& entry : head.directory) {
    append_varint(out, entry.offset);
    append_entry(out, entry);
  }
  return out;
}

Hash head_hash(BytesView head_with_mac) {
  return crypto::blake2b(crypto::Pae("veil/head-hash/1").add(head_with_mac).view());
}

Hash head_mac(const crypto::Key& record_secret, BytesView head_without_mac) {
  const crypto::Key key = crypto::derive(record_secret.reveal(), crypto::Pae("veil/head/1").view());
  return crypto::blake2b_keyed(key.reveal(), head_without_mac);
}

namespace {

Result<Head> read_head(ByteReader& reader) {
  const std::uint8_t format = reader.u8();
  const std::uint8_t suite = reader.u8();
  if (!reader.ok()) return malformed("cut short");
  if (format != kFormat || suite != crypto::kSuite) {
    return fail(Code::Unsupported, "record: written by a newer format or suite");
  }
  Head head;
  head.charter_version = reader.varint();
  head.record_version = reader.varint();
  head.known_version = reader.varint();
  head.next_row = static_cast<std::uint32_t>(reader.varint_max(kU32Max));
  head.previous = reader.array<32>();
  head.history = reader.array<32>();
  if (!read_salts(reader, head) || !read_directory(reader, head)) {
    return malformed("its head is malformed");
  }
  head.mac = reader.array<32>();
  if (!reader.ok() || !salts_fit(head)) return malformed("its head is malformed");
  return head;
}

}  // namespace

Result<Head> parse_record_head(BytesView head_with_mac) {
  ByteReader reader(head_with_mac);
  auto head = read_head(reader);
  if (head && !reader.at_end()) return malformed("its head is malformed");
  return head;
}

Result<RecordParts> parse_record(BytesView record) {
  ByteReader reader(record);
  auto head = read_head(reader);
  if (!head) return fail(head.error());
  RecordParts parts;
  parts.head = std::move(*head);
  parts.head_bytes = record.first(reader.position());
  parts.body = record.subspan(reader.position());
  const auto& directory = parts.head.directory;
  const std::size_t body_size =
      directory.empty() ? 0 : std::size_t{directory.back().offset} + directory.back().length;
  if (parts.body.size() != body_size) return malformed("its body is cut short or too long");
  return parts;
}

Bytes encode_directory_entry(const DirectoryEntry& entry) {
  Bytes out;
  append_entry(out, entry);
  return out;
}

Result<DirectoryEntry> decode_directory_entry(BytesView bytes) {
  ByteReader reader(bytes);
  auto entry = read_entry(reader);
  if (!entry || !reader.at_end()) return malformed("a directory entry is malformed");
  return *entry;
}

}  // namespace veil::store
