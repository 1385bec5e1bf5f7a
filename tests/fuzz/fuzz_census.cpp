// A census that is read is written back the same; one without its hash is never read.
#include <cstdint>
#include <cstdlib>

#include "crypto/hash.h"
#include "store/engine/census.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const veil::BytesView bytes(data, size);
  const auto census = veil::store::decode_census(bytes);
  if (census && !veil::same_bytes(veil::store::encode_census(*census), bytes)) std::abort();
  // Most inputs fail at the hash, so the lines above it are tried with the right one too.
  veil::Bytes hashed = veil::to_bytes(bytes);
  veil::append(hashed, veil::view_of("hash " + veil::hex(veil::crypto::blake2b(bytes)) + "\n"));
  const auto again = veil::store::decode_census(hashed);
  if (again && !veil::same_bytes(veil::store::encode_census(*again), hashed)) std::abort();
  if (again && census) std::abort();
  return 0;
}
