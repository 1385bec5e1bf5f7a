// tools/veil/import/encoding.h: in which encoding a text file is, and its text as UTF-8.
// UTF-8 (with or without a byte order mark) and GB18030, which includes GBK and GB 2312. Detection
// reads the whole file and is strict: text that is no UTF-8 is taken for GB18030 only if all of it
// is well-formed there and it does not look like UTF-8 with a few broken bytes; else it is refused
// with the place of the first byte that does not fit. GB18030 is decoded by the C library (iconv).
// Thread safety: none; one thread.
#pragma once

#include <memory>
#include <optional>
#include <streambuf>
#include <string>

#include "tools/veil/import/source.h"

namespace veil::tools {

enum class Encoding { utf8, gb18030 };
std::optional<Encoding> parse_encoding(std::string_view word) noexcept;  // "utf-8", "gb18030"

// InvalidArgument "line 3: reason".
Result<Encoding> detect_encoding(const ByteSource& source);

// The text of a source, from its beginning: UTF-8 without a byte order mark. A byte that is not in
// the encoding becomes 0xFF, which is in no UTF-8 text, so that who reads the text finds its place.
// eof() on the stream is the end; a source that cannot be read throws from underflow(), so that a
// stream around this is bad().
class DecodedText final : public std::streambuf {
 public:
  DecodedText(const ByteSource& source, Encoding encoding);
  ~DecodedText() override;
  DecodedText(const DecodedText&) = delete;
  DecodedText& operator=(const DecodedText&) = delete;

 protected:
  int underflow() override;

 private:
  class Converter;
  bool read_more();
  const ByteSource& source_;
  std::uint64_t at_ = 0;
  Bytes raw_;  // read and not yet decoded
  std::string text_;
  std::unique_ptr<Converter> converter_;  // none for UTF-8
};

}  // namespace veil::tools
