// What bech32_decode accepts encodes back to the same text, and so does a text read at any length.
#include <cstdint>
#include <cstdlib>

#include "crypto/bech32.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = veil::text_of({data, size});
  const auto read = veil::crypto::bech32_decode(text);
  if (!read) return 0;
  // An upper-case text may have a prefix without letters, whose case is not to be seen.
  std::string again = veil::crypto::bech32_encode(read->prefix, read->data);
  const bool has_upper = text.find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") != std::string_view::npos;
  if (has_upper) {
    for (char& c : again) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  if (again != text) std::abort();
  const auto same = veil::crypto::bech32_decode_as(text, read->prefix, read->data.size());
  if (!same || *same != read->data) std::abort();
  if (veil::crypto::bech32_decode_as(text, read->prefix, read->data.size() + 1)) std::abort();
  return 0;
}
