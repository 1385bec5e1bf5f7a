// Texts in any encoding: detection and decoding end, agree with each other and with reading the
// same bytes in parts, and give UTF-8 with 0xFF where a byte fits nothing.
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <string>

#include "redact/unicode.h"
#include "tools/veil/import/encoding.h"

namespace {

using veil::tools::ByteSource;
using veil::tools::DecodedText;
using veil::tools::Encoding;

void require(bool holds) {
  if (!holds) std::abort();
}

// Hands out a few bytes at a time, so that characters are cut.
class Crumbs final : public ByteSource {
 public:
  Crumbs(veil::BytesView bytes, std::size_t most) : bytes_(bytes), most_(most) {}
  std::uint64_t size() const noexcept override { return bytes_.size(); }
  veil::Result<std::size_t> read(std::uint64_t offset, std::span<std::uint8_t> to) const override {
    if (offset >= bytes_.size()) return 0;
    const auto left = bytes_.subspan(static_cast<std::size_t>(offset));
    const std::size_t count = std::min({left.size(), to.size(), most_});
    std::copy_n(left.begin(), count, to.begin());
    return count;
  }
  bool unchanged() const noexcept override { return true; }

 private:
  veil::BytesView bytes_;
  std::size_t most_;
};

std::string decoded(const ByteSource& source, Encoding encoding) {
  DecodedText text(source, encoding);
  return {std::istreambuf_iterator<char>(&text), std::istreambuf_iterator<char>()};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const veil::BytesView bytes(data, size);
  const Crumbs whole(bytes, size + 1);
  const std::string text = decoded(whole, Encoding::gb18030);
  require(text == decoded(Crumbs(bytes, 3), Encoding::gb18030));
  const bool fits = text.find('\xFF') == std::string::npos;
  if (fits) require(veil::redact::is_utf8(text));
  std::string marked = text;
  std::erase(marked, '\xFF');
  require(veil::redact::is_utf8(marked));
  const auto encoding = veil::tools::detect_encoding(whole);
  if (!encoding) {
    require(encoding.error().message.starts_with("line "));
    return 0;
  }
  // A byte order mark says UTF-8; where that is not true, reading finds the cell.
  if (veil::text_of(bytes).starts_with("\xEF\xBB\xBF")) return 0;
  const std::string plain = decoded(whole, *encoding);
  require(veil::redact::is_utf8(plain));
  if (*encoding == Encoding::gb18030) require(fits && plain == text);
  return 0;
}
