// What parse_host_keys accepts without a passphrase is written back as the same text.
#include <cstdint>
#include <cstdlib>

#include "store/host_keys.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = veil::text_of({data, size});
  const auto keys = veil::store::parse_host_keys(text, {});
  if (!keys || keys->store == veil::StoreId{}) return 0;
  if (veil::store::host_keys_text(*keys) != text) std::abort();
  return 0;
}
