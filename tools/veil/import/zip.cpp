#include "tools/veil/import/zip.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <new>

#include "crypto/secret.h"

namespace veil::tools {
namespace {

constexpr std::uint32_t kEndMark = 0x06054b50;
constexpr std::uint32_t kEntryMark = 0x02014b50;
constexpr std::uint32_t kLocalMark = 0x04034b50;
constexpr std::size_t kEndSize = 22;
constexpr std::size_t kEntrySize = 46;
constexpr std::size_t kLocalSize = 30;
constexpr std::size_t kCommentMax = 65535;
constexpr std::size_t kDirectoryMax = std::size_t{4} * 1024 * 1024;
constexpr std::size_t kNameMax = 512;
constexpr std::size_t kBuffer = std::size_t{32} * 1024;
constexpr int kRawDeflate = -15;

tl::unexpected<Error> broken(const char* what) {
  return fail(Code::InvalidArgument, std::string("the workbook is damaged: ") + what);
}

std::uint16_t le16(const std::uint8_t* at) noexcept {
  return static_cast<std::uint16_t>(at[0] | at[1] << 8);
}

std::string lower(std::string_view name) {
  std::string out(name);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

// What zlib unpacks passes through memory of its own: the operators wipe it in the program.
void* take(void* /*unused*/, uInt count, uInt size) {
  return ::operator new (std::size_t{count} * size, std::nothrow);
}
void give_back(void* /*unused*/, void* block) {
  ::operator delete(block);
}

class StoredPart final : public ZipPart {
 public:
  StoredPart(const ByteSource& source, std::uint64_t at, std::uint64_t size, std::uint32_t crc)
      : source_(source), at_(at), left_(size), crc_(crc) {}

  Result<std::size_t> read(std::span<std::uint8_t> to) override {
    const auto want = static_cast<std::size_t>(std::min<std::uint64_t>(to.size(), left_));
    auto got = source_.read(at_, to.first(want));
    if (!got) return got;
    if (*got < want) return broken("a part is cut short");
    at_ += *got;
    left_ -= *got;
    sum_ = ::crc32_z(sum_, to.data(), *got);
    if (left_ == 0 && sum_ != crc_) return broken("a part does not have its checksum");
    return got;
  }

 private:
  const ByteSource& source_;
  std::uint64_t at_;
  std::uint64_t left_;
  uLong crc_;
  uLong sum_ = 0;
};

class DeflatedPart final : public ZipPart {
 public:
  struct Bounds {
    std::uint64_t at = 0;
    std::uint64_t packed = 0;
    std::uint64_t size = 0;
    std::uint32_t crc = 0;
  };
  DeflatedPart(const ByteSource& source, const Bounds& bounds)
      : source_(source),
        at_(bounds.at),
        packed_(bounds.packed),
        left_(bounds.size),
        crc_(bounds.crc) {
    stream_.zalloc = take;
    stream_.zfree = give_back;
    works_ = ::inflateInit2(&stream_, kRawDeflate) == Z_OK;
  }
  ~DeflatedPart() override {
    if (works_) ::inflateEnd(&stream_);
    crypto::wipe(buffer_);
  }
  DeflatedPart(const DeflatedPart&) = delete;
  DeflatedPart& operator=(const DeflatedPart&) = delete;

  Result<std::size_t> read(std::span<std::uint8_t> to) override {
    if (!works_) return fail(Code::Unavailable, "the workbook cannot be unpacked: out of memory");
    if (ended_ || to.empty()) return 0;
    // One byte more than the part may have, so that more is noticed.
    const std::uint64_t room = std::min<std::uint64_t>(to.size(), left_ + 1);
    stream_.next_out = to.data();
    stream_.avail_out = static_cast<uInt>(std::min<std::uint64_t>(room, kBuffer));
    const uInt before = stream_.avail_out;
    while (stream_.avail_out == before && !ended_) {
      const int answer = ::inflate(&stream_, Z_NO_FLUSH);
      if (answer == Z_STREAM_END) {
        ended_ = true;
      } else if (answer != Z_OK && answer != Z_BUF_ERROR) {
        return broken("a part does not unpack");
      } else if (stream_.avail_in == 0 && stream_.avail_out == before) {
        if (auto filled = fill(); !filled) return fail(filled.error());
      }
    }
    const std::size_t got = before - stream_.avail_out;
    if (got > left_) return broken("a part is larger than it says");
    left_ -= got;
    sum_ = ::crc32_z(sum_, to.data(), got);
    if (ended_ && (left_ != 0 || sum_ != crc_)) return broken("a part does not have its checksum");
    return got;
  }

 private:
  Result<> fill() {
    const auto want = static_cast<std::size_t>(std::min<std::uint64_t>(kBuffer, packed_));
    auto got = source_.read(at_, std::span(buffer_).first(want));
    if (!got) return fail(got.error());
    if (*got == 0) return broken("a part is cut short");
    at_ += *got;
    packed_ -= *got;
    stream_.next_in = buffer_.data();
    stream_.avail_in = static_cast<uInt>(*got);
    return {};
  }

  const ByteSource& source_;
  std::uint64_t at_;
  std::uint64_t packed_;
  std::uint64_t left_;
  uLong crc_;
  uLong sum_ = 0;
  bool ended_ = false;
  z_stream stream_ = {};
  bool works_ = false;
  std::array<std::uint8_t, kBuffer> buffer_{};
};

}  // namespace

Result<ZipArchive> ZipArchive::open(const ByteSource& source) {
  const std::uint64_t size = source.size();
  const auto tail_size =
      static_cast<std::size_t>(std::min<std::uint64_t>(size, kEndSize + kCommentMax));
  Bytes tail(tail_size);
  auto got = source.read(size - tail_size, tail);
  if (!got) return fail(got.error());
  if (*got < kEndSize) return broken("it has no end");
  for (std::size_t at = *got - kEndSize + 1; at-- > 0;) {
    const std::uint8_t* end = tail.data() + at;
    if (read_le32(end) != kEndMark || at + kEndSize + le16(end + 20) != *got) continue;
    const std::uint16_t count = le16(end + 10);
    const std::uint64_t directory_size = read_le32(end + 12);
    const std::uint64_t directory_at = read_le32(end + 16);
    const bool one_disk = le16(end + 4) == 0 && le16(end + 6) == 0 && le16(end + 8) == count;
    if (!one_disk || count > kPartsMax || directory_size > kDirectoryMax ||
        directory_at + directory_size > size) {
      return broken("its directory is out of range");
    }
    ZipArchive out(source);
    auto read = out.read_directory(directory_at, directory_size, count);
    if (!read) return fail(read.error());
    return out;
  }
  return broken("it has no end");
}

Result<> ZipArchive::read_directory(std::uint64_t at, std::uint64_t size, std::size_t count) {
  Bytes directory(static_cast<std::size_t>(size));
  auto got = source_->read(at, directory);
  if (!got) return fail(got.error());
  BytesView left = BytesView(directory).first(*got);
  for (std::size_t i = 0; i < count; ++i) {
    auto used = add(left);
    if (!used) return fail(used.error());
    left = left.subspan(*used);
  }
  return {};
}

// The bytes that the first entry of `left` takes.
Result<std::size_t> ZipArchive::add(BytesView left) {
  if (left.size() < kEntrySize || read_le32(left.data()) != kEntryMark) {
    return broken("its directory is cut short");
  }
  const std::uint8_t* entry = left.data();
  const std::size_t name_size = le16(entry + 28);
  const std::size_t all = kEntrySize + name_size + le16(entry + 30) + le16(entry + 32);
  if (name_size > kNameMax || all > left.size()) return broken("its directory is cut short");
  Place place;
  place.encrypted = (le16(entry + 8) & 1U) != 0;
  const std::uint16_t method = le16(entry + 10);
  place.deflated = method == 8;
  place.crc = read_le32(entry + 16);
  place.packed = read_le32(entry + 20);
  place.size = read_le32(entry + 24);
  place.header = read_le32(entry + 42);
  const std::string name = lower(text_of(left.subspan(kEntrySize, name_size)));
  if ((method != 0 && method != 8) || (method == 0 && place.packed != place.size)) {
    return broken("a part is packed in another way");
  }
  if (!places_.emplace(name, place).second) return broken("a part stands in it twice");
  return all;
}

bool ZipArchive::has(std::string_view name) const {
  return places_.find(lower(name)) != places_.end();
}

Result<std::unique_ptr<ZipPart>> ZipArchive::part(std::string_view name,
                                                  std::uint64_t size_max) const {
  const auto at = places_.find(lower(name));
  if (at == places_.end()) return broken("a part is missing");
  const Place& place = at->second;
  if (place.encrypted) {
    return fail(Code::InvalidArgument, "the workbook has a password: save it without one");
  }
  const bool dense = place.size > kDenseMin && place.size / kDensityMax > place.packed;
  if (place.size > size_max || dense) {
    return fail(Code::InvalidArgument, "the workbook is too large: save the table as CSV");
  }
  std::array<std::uint8_t, kLocalSize> local{};
  auto got = source_->read(place.header, local);
  if (!got) return fail(got.error());
  if (*got < kLocalSize || read_le32(local.data()) != kLocalMark) {
    return broken("a part is not where its directory says");
  }
  std::string own_name(le16(local.data() + 26), '\0');
  const std::uint64_t name_at = place.header + kLocalSize;
  got = source_->read(name_at, {reinterpret_cast<std::uint8_t*>(own_name.data()), own_name.size()});
  if (!got) return fail(got.error());
  if (*got < own_name.size() || lower(own_name) != at->first) {
    return broken("a part has two names");
  }
  const std::uint64_t data = name_at + own_name.size() + le16(local.data() + 28);
  if (data + place.packed > source_->size()) return broken("a part is cut short");
  if (!place.deflated) {
    return std::make_unique<StoredPart>(*source_, data, place.size, place.crc);
  }
  return std::make_unique<DeflatedPart>(
      *source_, DeflatedPart::Bounds{data, place.packed, place.size, place.crc});
}

}  // namespace veil::tools
