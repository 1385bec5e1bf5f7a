// tools/veil/import/zip.h: reads parts of a zip file, as workbooks are packed, without trusting it.
// Only what workbooks need: stored and deflated parts, no zip64, no encryption, no parts twice.
// What a part unpacks to is bounded before the first byte and checked against its CRC at the end,
// so a small file cannot become a large one. Errors: InvalidArgument in words that can be shown;
// Unavailable where the source cannot be read. Thread safety: none; one thread.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "tools/veil/import/source.h"

namespace veil::tools {

// One part, unpacked as it is read.
class ZipPart {
 public:
  ZipPart() = default;
  virtual ~ZipPart() = default;
  ZipPart(const ZipPart&) = delete;
  ZipPart& operator=(const ZipPart&) = delete;
  // Bytes that were put into `to`; 0 at the end, after which size and CRC have been right.
  virtual Result<std::size_t> read(std::span<std::uint8_t> to) = 0;
};

class ZipArchive {
 public:
  static constexpr std::size_t kPartsMax = 10000;
  // A part that unpacks to more than kDenseMin bytes may be this many times as large as packed.
  static constexpr std::uint64_t kDenseMin = std::uint64_t{32} * 1024 * 1024;
  static constexpr std::uint64_t kDensityMax = 200;

  // `source` must outlive it and its parts.
  static Result<ZipArchive> open(const ByteSource& source);

  // Names are compared without regard to case, and have no slash in front.
  bool has(std::string_view name) const;
  Result<std::unique_ptr<ZipPart>> part(std::string_view name, std::uint64_t size_max) const;

 private:
  struct Place {
    std::uint64_t header = 0;  // of the local header
    std::uint64_t packed = 0;
    std::uint64_t size = 0;
    std::uint32_t crc = 0;
    bool deflated = false;
    bool encrypted = false;
  };
  explicit ZipArchive(const ByteSource& source) : source_(&source) {}
  Result<> read_directory(std::uint64_t at, std::uint64_t size, std::size_t count);
  Result<std::size_t> add(BytesView entry);

  const ByteSource* source_;
  std::map<std::string, Place, std::less<>> places_;
};

}  // namespace veil::tools
