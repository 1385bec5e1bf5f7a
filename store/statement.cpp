#include "store/statement.h"

#include <limits>

#include "crypto/box.h"
#include "crypto/hash.h"
#include "crypto/pae.h"

namespace veil::store {
namespace {

using crypto::Pae;
using crypto::PaeReader;

constexpr std::uint64_t kU32Max = std::numeric_limits<std::uint32_t>::max();

}  // namespace

Bytes encode_statement(const CommitStatement& statement) {
  Pae written;
  for (const DirectoryEntry& entry : statement.written)
    written.add(BytesView(encode_directory_entry(entry)));
  Pae removed;
  for (const SectionName& name : statement.removed) {
    removed.add(name.compartment).add(name.section_version);
  }
  Pae out("veil/commit/1");
  out.add(crypto::kSuite).add(statement.store).add(statement.record.bytes);
  out.add(statement.record_version).add(statement.previous).add(statement.opening);
  out.add(statement.charter_version).add(statement.salt).add(statement.facts);
  out.add(statement.rows).add(std::uint64_t{statement.known_changed});
  return std::move(out.add(written).add(removed)).take();
}

Result<CommitStatement> decode_statement(BytesView bytes) {
  PaeReader reader(bytes);
  CommitStatement out;
  reader.domain("veil/commit/1");
  const std::uint64_t suite = reader.number();
  out.store = reader.array<16>();
  out.record.bytes = reader.array<16>();
  out.record_version = reader.number();
  out.previous = reader.array<32>();
  out.opening = reader.array<32>();
  out.charter_version = reader.number();
  out.salt = reader.array<32>();
  out.facts = reader.array<32>();
  out.rows = static_cast<std::uint32_t>(reader.number_max(kU32Max));
  out.known_changed = reader.number_max(1) == 1;
  PaeReader written(reader.part());
  while (written.ok() && written.parts_left() > 0) {
    auto entry = decode_directory_entry(written.part());
    if (!entry) return fail(Code::Corrupt, "commit statement: malformed");
    out.written.push_back(*entry);
  }
  PaeReader removed(reader.part());
  while (removed.ok() && removed.parts_left() > 0) {
    SectionName name;
    name.compartment = static_cast<redact::Compartment>(removed.number_max(kU32Max));
    name.section_version = removed.number();
    out.removed.push_back(name);
  }
  if (!reader.done() || !written.done() || !removed.done()) {
    return fail(Code::Corrupt, "commit statement: malformed");
  }
  if (suite != crypto::kSuite) return fail(Code::Unsupported, "commit statement: of a newer suite");
  return out;
}

Bytes batch_message(const StoreId& store, const Hash& opening, std::uint64_t count,
                    const Hash& root) {
  Pae out("veil/batch/1");
  out.add(store).add(opening).add(count).add(root);
  return std::move(out).take();
}

}  // namespace veil::store
