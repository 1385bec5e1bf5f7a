#include "crypto/age_armor.h"

#include <algorithm>

namespace veil::crypto {
namespace {

constexpr std::string_view kBegin = "-----BEGIN AGE ENCRYPTED FILE-----";
constexpr std::string_view kEnd = "-----END AGE ENCRYPTED FILE-----";
constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::size_t kColumns = 64;

tl::unexpected<Error> corrupt(const char* what) {
  return fail(Code::Corrupt, std::string("age armor: ") + what);
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

}  // namespace

std::string age_armor(BytesView file) {
  const std::string body = base64(file);
  std::string out;
  out.reserve(body.size() + body.size() / kColumns + kBegin.size() + kEnd.size() + 4);
  out.append(kBegin).append("\n");
  for (std::size_t at = 0; at < body.size(); at += kColumns) {
    out.append(body, at, kColumns).append("\n");
  }
  return out.append(kEnd).append("\n");
}

Result<Bytes> age_dearmor(std::string_view text) {
  std::string_view block = trimmed(text);
  if (!block.starts_with(kBegin)) return corrupt("the first line is wrong");
  block.remove_prefix(kBegin.size());
  const std::string_view line_end = block.starts_with("\r\n") ? "\r\n" : "\n";
  if (!block.ends_with(kEnd)) return corrupt("the last line is wrong");
  block.remove_suffix(kEnd.size());
  if (!block.starts_with(line_end)) return corrupt("the first line is wrong");
  block.remove_prefix(line_end.size());

  std::string body;
  body.reserve(block.size());
  for (bool last = false; !block.empty();) {
    const std::size_t size = block.find(line_end);
    if (size == std::string_view::npos) return corrupt("a line is cut short");
    if (last || size == 0 || size > kColumns) return corrupt("a line has the wrong length");
    last = size < kColumns;
    body.append(block.substr(0, size));
    block.remove_prefix(size + line_end.size());
  }
  auto out = parse_base64(body);
  if (!out) return corrupt("the body is not canonical base64");
  return out;
}

bool looks_armored(BytesView file) noexcept {
  const std::string_view text = text_of(file);
  const std::size_t first = text.find_first_not_of(kBlanks);
  return first != std::string_view::npos && text.substr(first).starts_with("-----BEGIN ");
}

}  // namespace veil::crypto
