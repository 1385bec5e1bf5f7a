// What RecordId::parse accepts has one written form, and every prefix of that form finds it.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "store/record_id.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using veil::store::RecordId;
  using veil::store::RecordIdPrefix;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto prefix = RecordIdPrefix::parse(text);
  if (prefix && prefix->high < prefix->low) std::abort();
  const auto id = RecordId::parse(text);
  if (!id) return 0;
  const auto again = RecordId::parse(id->text());
  if (!again || *again != *id) std::abort();
  for (std::size_t length = 6; length <= id->text().size(); ++length) {
    const auto part = RecordIdPrefix::parse(id->text().substr(0, length));
    if (!part || id->bytes < part->low || part->high < id->bytes) std::abort();
  }
  return 0;
}
