// A frontier, and the log's rows around it, that decode encode to the same bytes (but for the
// host's MAC, which is not the reader's to make).
#include <cstdint>
#include <cstdlib>

#include "store/log/rows.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace rows = veil::store::log_rows;
  const veil::BytesView bytes(data, size);
  if (const auto frontier = veil::crypto::Frontier::decode(bytes); frontier) {
    if (!veil::same_bytes(frontier->encode(), bytes)) std::abort();
    static_cast<void>(frontier->root());
  }
  if (const auto row = rows::EpochRow::decode(bytes); row) {
    if (!veil::same_bytes(row->encode(), bytes)) std::abort();
  }
  const veil::crypto::Key key;
  if (const auto row = rows::FrontierRow::decode(bytes, nullptr); row) {
    const veil::Bytes again = row->encode(key);
    const std::size_t body = size - sizeof(veil::Hash);
    if (again.size() != size) std::abort();
    if (!veil::same_bytes(veil::BytesView(again).first(body), bytes.first(body))) std::abort();
    const bool genuine = veil::same_bytes(again, bytes);
    if (rows::FrontierRow::decode(bytes, &key).has_value() != genuine) std::abort();
  }
  return 0;
}
