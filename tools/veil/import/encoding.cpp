#include "tools/veil/import/encoding.h"

#include <errno.h>
#include <iconv.h>

#include <algorithm>
#include <stdexcept>

#include "crypto/secret.h"
#include "redact/unicode.h"

namespace veil::tools {
namespace {

constexpr std::size_t kPart = std::size_t{64} * 1024;
constexpr std::string_view kMark = "\xEF\xBB\xBF";
constexpr std::size_t kCharacterMax = 4;  // bytes of one character, in both encodings

// Counts, in one pass over the bytes, what speaks for UTF-8 and what against it.
class Utf8Witness {
 public:
  void take(std::uint8_t byte) noexcept {
    if (wanted_ == 0) {
      begin(byte);
    } else if (byte < low_ || byte > high_) {
      miss();
      wanted_ = 0;
      begin(byte);  // a cut character does not take the next one with it
    } else {
      low_ = 0x80;
      high_ = 0xBF;
      if (--wanted_ == 0) ++whole_;
    }
    if (byte == '\n') ++line_;
  }
  void end() noexcept {
    if (wanted_ > 0) miss();
    wanted_ = 0;
  }
  bool holds() const noexcept { return missed_ == 0; }
  // A text in another encoding gives whole characters by chance only.
  bool likely() const noexcept { return whole_ > 2 * missed_; }
  std::size_t first_miss() const noexcept { return first_miss_; }

 private:
  void begin(std::uint8_t byte) noexcept {
    low_ = 0x80;
    high_ = 0xBF;
    if (byte < 0x80) return;
    if (byte >= 0xC2 && byte <= 0xDF) {
      wanted_ = 1;
    } else if (byte >= 0xE0 && byte <= 0xEF) {
      wanted_ = 2;
      if (byte == 0xE0) low_ = 0xA0;
      if (byte == 0xED) high_ = 0x9F;
    } else if (byte >= 0xF0 && byte <= 0xF4) {
      wanted_ = 3;
      if (byte == 0xF0) low_ = 0x90;
      if (byte == 0xF4) high_ = 0x8F;
    } else {
      miss();
    }
  }
  void miss() noexcept {
    if (missed_++ == 0) first_miss_ = line_;
  }

  unsigned wanted_ = 0;
  std::uint8_t low_ = 0x80;
  std::uint8_t high_ = 0xBF;
  std::size_t line_ = 1;
  std::size_t whole_ = 0;
  std::size_t missed_ = 0;
  std::size_t first_miss_ = 0;
};

// Calls `take` with each byte of the source.
template <class Take>
Result<> each_byte(const ByteSource& source, std::uint64_t from, Take take) {
  Bytes part(kPart);
  for (std::uint64_t at = from; at < source.size();) {
    auto got = source.read(at, part);
    if (!got) return fail(got.error());
    if (*got == 0) break;
    for (std::size_t i = 0; i < *got; ++i) take(part[i]);
    at += *got;
  }
  crypto::wipe(part);
  return {};
}

// The line of the first byte that is not GB18030; 0: all of it is.
Result<std::size_t> first_miss_of_gb18030(const ByteSource& source) {
  DecodedText text(source, Encoding::gb18030);
  std::size_t line = 1;
  try {
    for (int c = text.sbumpc(); c != std::streambuf::traits_type::eof(); c = text.sbumpc()) {
      if (c == 0xFF) return line;
      if (c == '\n') ++line;
    }
  } catch (const std::runtime_error&) {
    return fail(Code::Unavailable, "the file cannot be read to its end");
  }
  return 0;
}

Error at_line(std::size_t line, std::string_view reason) {
  return {Code::InvalidArgument, "line " + std::to_string(line) + ": " + std::string(reason)};
}

}  // namespace

std::optional<Encoding> parse_encoding(std::string_view word) noexcept {
  if (word == "utf-8") return Encoding::utf8;
  if (word == "gb18030") return Encoding::gb18030;
  return std::nullopt;
}

Result<Encoding> detect_encoding(const ByteSource& source) {
  std::uint8_t first[3] = {};
  auto got = source.read(0, first);
  if (!got) return fail(got.error());
  const std::string_view mark(reinterpret_cast<const char*>(first), *got);
  if (mark == kMark) return Encoding::utf8;
  if (mark.starts_with("\xFF\xFE") || mark.starts_with("\xFE\xFF")) {
    return fail(at_line(1, "the file is UTF-16: save it as CSV in UTF-8"));
  }
  Utf8Witness utf8;
  if (auto done = each_byte(source, 0, [&](std::uint8_t byte) { utf8.take(byte); }); !done) {
    return fail(done.error());
  }
  utf8.end();
  if (utf8.holds()) return Encoding::utf8;
  if (utf8.likely()) {
    return fail(at_line(utf8.first_miss(), "the text looks like UTF-8 and is broken here"));
  }
  auto miss = first_miss_of_gb18030(source);
  if (!miss) return fail(miss.error());
  if (*miss == 0) return Encoding::gb18030;
  return fail(at_line(*miss, "the text is neither UTF-8 nor GB18030"));
}

// iconv's state; one direction, one text.
class DecodedText::Converter {
 public:
  Converter() : state_(::iconv_open("UTF-8", "GB18030")) {
    if (!works()) throw std::runtime_error("the C library cannot decode GB18030");
  }
  ~Converter() {
    if (works()) ::iconv_close(state_);
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  // Appends the text of `raw` to `to` and takes away what was decoded; at the end of the source
  // nothing stays.
  void decode(Bytes& raw, std::string& to, bool at_end) {
    char* from = reinterpret_cast<char*>(raw.data());
    std::size_t left = raw.size();
    const std::size_t before = to.size();
    to.resize(before + 3 * left + 8);  // two bytes become at most three, four at most four
    char* out = to.data() + before;
    std::size_t room = to.size() - before;
    while (left > 0) {
      if (::iconv(state_, &from, &left, &out, &room) != static_cast<std::size_t>(-1)) break;
      if (errno == EINVAL && !at_end) break;  // a character whose rest is still to be read
      *out++ = static_cast<char>(0xFF);
      --room;
      ++from;
      --left;
    }
    to.resize(static_cast<std::size_t>(out - to.data()));
    raw.erase(raw.begin(), raw.end() - static_cast<std::ptrdiff_t>(left));
  }

 private:
  bool works() const noexcept { return reinterpret_cast<std::intptr_t>(state_) != -1; }
  iconv_t state_;
};

DecodedText::DecodedText(const ByteSource& source, Encoding encoding) : source_(source) {
  if (encoding == Encoding::gb18030) converter_ = std::make_unique<Converter>();
  std::uint8_t first[3] = {};
  const auto got = source.read(0, first);
  if (encoding == Encoding::utf8 && got &&
      std::string_view(reinterpret_cast<const char*>(first), *got) == kMark) {
    at_ = kMark.size();
  }
}

DecodedText::~DecodedText() {
  crypto::wipe(raw_);
  crypto::wipe({reinterpret_cast<std::uint8_t*>(text_.data()), text_.size()});
}

int DecodedText::underflow() {
  text_.clear();
  while (text_.empty()) {
    if (!read_more()) return traits_type::eof();
  }
  setg(text_.data(), text_.data(), text_.data() + text_.size());
  return static_cast<unsigned char>(text_.front());
}

// False at the end.
bool DecodedText::read_more() {
  const std::size_t kept = raw_.size();
  raw_.resize(kept + kPart);
  const auto got = source_.read(at_, std::span(raw_).subspan(kept));
  if (!got) throw std::runtime_error(got.error().message);
  raw_.resize(kept + *got);
  at_ += *got;
  if (raw_.empty()) return false;
  if (converter_ == nullptr) {
    text_.assign(raw_.begin(), raw_.end());
    raw_.clear();
  } else {
    converter_->decode(raw_, text_, *got == 0);
  }
  return true;
}

}  // namespace veil::tools
