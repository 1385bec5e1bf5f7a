#include "store/rows.h"

#include <algorithm>

namespace veil::store {
namespace {

Bytes table(char letter) {
  return {static_cast<std::uint8_t>(letter)};
}

Bytes row_of(char letter, const RecordId& record) {
  Bytes key = table(letter);
  append(key, record.bytes);
  return key;
}

}  // namespace

Bytes store_row_key() {
  return table('m');
}

Bytes charter_row_key(std::uint32_t version) {
  Bytes key = charter_rows();
  append_be32(key, version);
  return key;
}
Bytes charter_rows() {
  return table('c');
}

Bytes grant_row_key(std::uint8_t kind, std::uint32_t holder, std::uint32_t object,
                    std::uint64_t epoch) {
  Bytes key = grant_rows(kind, holder);
  append_be32(key, object);
  append_be64(key, epoch);
  return key;
}
Bytes grant_rows(std::uint8_t kind, std::uint32_t holder) {
  Bytes key = grant_rows();
  key.push_back(kind);
  append_be32(key, holder);
  return key;
}
Bytes grant_rows() {
  return table('g');
}

Bytes record_row_key(const RecordId& record) {
  return row_of('r', record);
}
Result<RecordId> record_of_row(BytesView key) {
  RecordId id;
  if (key.size() != 1 + id.bytes.size()) {
    return fail(Code::Corrupt, "record row: its key is malformed");
  }
  std::copy(key.begin() + 1, key.end(), id.bytes.begin());
  return id;
}

Bytes record_rows() {
  return table('r');
}
Bytes secret_row_key(const RecordId& record) {
  return row_of('s', record);
}
Bytes secret_rows() {
  return table('s');
}

Bytes request_row_key(const Hash& request) {
  Bytes key = request_rows();
  append(key, request);
  return key;
}
Bytes request_rows() {
  return {'p', 'q'};
}
Result<Hash> request_of_row(BytesView key) {
  Hash id{};
  if (key.size() != 2 + id.size()) return fail(Code::Corrupt, "request row: its key is malformed");
  std::copy(key.begin() + 2, key.end(), id.begin());
  return id;
}
Bytes policy_rows() {
  return {'p', 'y'};
}
Bytes policy_row_key(const Hash& request) {
  Bytes key = policy_rows();
  append(key, request);
  return key;
}

Bytes history_row_key(const RecordId& record, redact::Compartment compartment,
                      std::uint64_t section_version) {
  Bytes key = history_rows(record);
  append_be32(key, compartment);
  append_be64(key, section_version);
  return key;
}
Bytes history_rows(const RecordId& record) {
  return row_of('h', record);
}
Bytes history_rows() {
  return table('h');
}

Bytes posting_row_key(const ByteArray<16>& address) {
  Bytes key = posting_rows();
  append(key, address);
  return key;
}
Bytes posting_rows() {
  return table('i');
}
Result<ByteArray<16>> address_of_row(BytesView key) {
  ByteArray<16> out{};
  if (key.size() != 1 + out.size()) {
    return fail(Code::Corrupt, "posting row: its key is malformed");
  }
  std::copy(key.begin() + 1, key.end(), out.begin());
  return out;
}

Bytes search_count_rows() {
  return {'p', 's'};
}
Bytes piece_count_rows() {
  return {'p', 'l'};
}

}  // namespace veil::store
