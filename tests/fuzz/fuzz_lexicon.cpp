// What decode_lexicon and decode_lexicon_subject accept encodes to the same bytes.
#include <cstdint>
#include <cstdlib>

#include "store/lexicon.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const veil::BytesView bytes(data, size);
  const auto lexicon = veil::store::decode_lexicon(bytes);
  if (lexicon && !veil::same_bytes(veil::store::encode_lexicon(*lexicon), bytes)) std::abort();
  const auto subject = veil::store::decode_lexicon_subject(bytes);
  if (subject && !veil::same_bytes(veil::store::lexicon_subject(*subject), bytes)) std::abort();
  return 0;
}
