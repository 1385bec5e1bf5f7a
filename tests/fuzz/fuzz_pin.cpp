// What parse_pins accepts is written back as the same text.
#include <cstdint>
#include <cstdlib>

#include "store/pin.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = veil::text_of({data, size});
  const auto pins = veil::store::parse_pins(text);
  if (pins && veil::store::pins_text(*pins) != text) std::abort();
  return 0;
}
