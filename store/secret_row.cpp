#include "store/secret_row.h"

#include <algorithm>
#include <limits>

#include "crypto/aead.h"
#include "crypto/box.h"
#include "crypto/pae.h"
#include "store/head.h"
#include "store/section.h"

namespace veil::store {
namespace {

constexpr std::size_t kClearSize = 1 + 1 + 8;
constexpr std::uint64_t kSurvivingMax = 4096;
constexpr std::uint64_t kU32Max = std::numeric_limits<std::uint32_t>::max();

Bytes context_of(const StoreId& store, const RecordId& record, std::uint64_t epoch) {
  crypto::Pae out("veil/secret/1");
  out.add(store).add(record.bytes).add(epoch);
  return std::move(out).take();
}

}  // namespace

RecordSecret RecordSecret::clone() const {
  RecordSecret out;
  out.generation = generation;
  out.secret = secret.clone();
  out.surviving.reserve(surviving.size());
  for (const SurvivingSecret& old : surviving) {
    out.surviving.push_back({old.compartment, old.generation, old.secret.clone()});
  }
  out.record_version = record_version;
  out.head = head;
  return out;
}

Result<crypto::Key> RecordSecret::of(redact::Compartment compartment, std::uint64_t wanted) const {
  if (wanted == generation) return compartment_secret(secret, compartment);
  for (const SurvivingSecret& old : surviving) {
    if (old.compartment == compartment && old.generation == wanted) return old.secret.clone();
  }
  return fail(Code::Corrupt, "record: a section names a secret that does not exist any more");
}

Bytes seal_secret_row(const crypto::Key& erasure_key, std::uint64_t erasure_epoch,
                      const StoreId& store, const RecordId& record, const RecordSecret& secret) {
  Bytes body;
  body.reserve(128);
  append_varint(body, secret.generation);
  append(body, secret.secret.reveal());
  append_varint(body, secret.surviving.size());
  for (const SurvivingSecret& old : secret.surviving) {
    append_varint(body, old.compartment);
    append_varint(body, old.generation);
    append(body, old.secret.reveal());
  }
  append_varint(body, secret.record_version);
  append(body, secret.head);

  Bytes row = {kFormat, static_cast<std::uint8_t>(crypto::kSuite)};
  append_le64(row, erasure_epoch);
  append(row, crypto::wrap(erasure_key, context_of(store, record, erasure_epoch), body));
  crypto::wipe(body);
  return row;
}

Result<std::uint64_t> secret_row_epoch(BytesView row) {
  ByteReader reader(row);
  const std::uint8_t format = reader.u8();
  const std::uint8_t suite = reader.u8();
  const std::uint64_t epoch = reader.le64();
  if (!reader.ok()) return fail(Code::Corrupt, "secret row: cut short");
  if (format != kFormat || suite != crypto::kSuite) {
    return fail(Code::Unsupported, "secret row: written by a newer format or suite");
  }
  return epoch;
}

Result<RecordSecret> open_secret_row(const crypto::Key& erasure_key, const StoreId& store,
                                     const RecordId& record, BytesView row) {
  const auto epoch = secret_row_epoch(row);
  if (!epoch) return fail(epoch.error());
  auto body =
      crypto::unwrap(erasure_key, context_of(store, record, *epoch), row.subspan(kClearSize));
  if (!body) return fail(Code::Corrupt, "secret row: altered, or of another record");
  ByteReader reader(*body);
  RecordSecret out;
  out.generation = reader.varint();
  const auto secret_bytes = reader.take(crypto::Key::kSize);
  if (reader.ok()) out.secret = crypto::Key::copy_of(secret_bytes);
  const std::uint64_t count = reader.varint_max(kSurvivingMax);
  for (std::uint64_t i = 0; i < count && reader.ok(); ++i) {
    SurvivingSecret old;
    old.compartment = static_cast<redact::Compartment>(reader.varint_max(kU32Max));
    old.generation = reader.varint();
    const auto bytes = reader.take(crypto::Key::kSize);
    if (reader.ok()) old.secret = crypto::Key::copy_of(bytes);
    out.surviving.push_back(std::move(old));
  }
  out.record_version = reader.varint();
  out.head = reader.array<32>();
  const bool whole = reader.at_end();
  crypto::wipe(*body);
  if (!whole) return fail(Code::Corrupt, "secret row: malformed");
  return out;
}

}  // namespace veil::store
