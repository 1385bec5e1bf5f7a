// tools/veil/import/source.h: the bytes of a file that is imported, at any place and as often as
// wanted: an import reads its file twice, and a workbook begins at its end.
// A regular file is read in place. What cannot be read twice (standard input, a pipe) is held in
// memory that is locked as far as the system allows, and wiped: never in a file. Errors: NotFound,
// Denied, Unavailable, InvalidArgument (too large for memory). They name the path, never content.
// Thread safety: none; one thread.
#pragma once

#include <memory>
#include <string>

#include "crypto/bytes.h"

namespace veil::tools {

class ByteSource {
 public:
  static constexpr std::size_t kHeldMax = std::size_t{64} * 1024 * 1024;  // of what is no file

  virtual ~ByteSource() = default;
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;

  virtual std::uint64_t size() const noexcept = 0;
  // Fills `to` from `offset` on; answers fewer bytes only where the source ends.
  virtual Result<std::size_t> read(std::uint64_t offset, std::span<std::uint8_t> to) const = 0;
  // Whether it is still what it was when it was opened, as far as the system tells.
  virtual bool unchanged() const noexcept = 0;

 protected:
  ByteSource() = default;
};

// "-" is the standard input.
Result<std::unique_ptr<ByteSource>> open_source(const std::string& path);
// Bytes that are at hand; they must outlive the source.
std::unique_ptr<ByteSource> source_of(BytesView bytes);

// BLAKE2b-256 of the hashes of its parts of 1 MiB.
Result<Hash> hash_of(const ByteSource& source);

}  // namespace veil::tools
