#include "crypto/age_header.h"

#include <algorithm>
#include <optional>

#include "crypto/age.h"
#include "crypto/hash.h"

namespace veil::crypto {
namespace {

constexpr std::string_view kProduct = "age-encryption.org/";
constexpr std::string_view kVersion = "v1";
constexpr std::string_view kStanzaMark = "-> ";
constexpr std::string_view kMacMark = "---";
constexpr std::size_t kBodyColumns = 64;

tl::unexpected<Error> corrupt(const char* what) {
  return fail(Code::Corrupt, std::string("age header: ") + what);
}

class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text) {}

  // Without its LF; nothing where no whole line is left.
  std::optional<std::string_view> next() {
    const std::size_t end = text_.find('\n', at_);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = text_.substr(at_, end - at_);
    at_ = end + 1;
    return line;
  }
  std::size_t position() const { return at_; }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

bool is_argument(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 33 && c <= 126; });
}

Result<std::vector<std::string>> parse_arguments(std::string_view line) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at <= line.size();) {
    const std::size_t end = std::min(line.find(' ', at), line.size());
    const std::string_view argument = line.substr(at, end - at);
    if (!is_argument(argument)) return corrupt("a stanza's argument is malformed");
    out.emplace_back(argument);
    at = end + 1;
  }
  return out;
}

Result<Bytes> parse_body(Lines& lines) {
  Bytes out;
  while (true) {
    const auto line = lines.next();
    if (!line) return corrupt("cut short in a stanza");
    if (line->size() > kBodyColumns) return corrupt("a stanza's line is too long");
    const auto part = parse_base64_unpadded(*line);
    if (!part) return corrupt("a stanza's body is not canonical base64");
    append(out, *part);
    if (line->size() < kBodyColumns) return out;
  }
}

Bytes format_stanzas(std::span<const AgeStanza> stanzas) {
  Bytes out = to_bytes(view_of(kProduct));
  append(out, view_of(kVersion));
  out.push_back('\n');
  for (const AgeStanza& stanza : stanzas) {
    append(out, view_of("->"));
    for (const std::string& argument : stanza.arguments) {
      VEIL_REQUIRE(is_argument(argument));
      out.push_back(' ');
      append(out, view_of(argument));
    }
    out.push_back('\n');
    const std::string body = base64_unpadded(stanza.body);
    for (std::size_t at = 0; at <= body.size(); at += kBodyColumns) {
      append(out, view_of(std::string_view(body).substr(at, kBodyColumns)));
      out.push_back('\n');
    }
  }
  append(out, view_of(kMacMark));
  return out;
}

}  // namespace

Result<AgeHeader> parse_age_header(BytesView file) {
  Lines lines(text_of(file.first(std::min(file.size(), kAgeHeaderMax))));
  const auto version_line = lines.next();
  if (!version_line || !version_line->starts_with(kProduct)) {
    return corrupt("this is not an age file");
  }
  const std::string_view version = version_line->substr(kProduct.size());
  if (!is_argument(version)) return corrupt("malformed version line");
  if (version != kVersion) {
    return fail(Code::Unsupported, "age header: another version of the format than v1");
  }
  AgeHeader out;
  while (true) {
    const std::size_t start = lines.position();
    const auto line = lines.next();
    if (!line) return corrupt("cut short, or longer than the limit");
    if (line->starts_with(kStanzaMark)) {
      auto arguments = parse_arguments(line->substr(kStanzaMark.size()));
      if (!arguments) return fail(std::move(arguments.error()));
      auto body = parse_body(lines);
      if (!body) return fail(std::move(body.error()));
      if (out.stanzas.size() == kAgeRecipientsMax) return corrupt("too many stanzas");
      out.stanzas.push_back({std::move(*arguments), std::move(*body)});
      continue;
    }
    if (out.stanzas.empty() || !line->starts_with("--- ")) return corrupt("malformed line");
    const auto mac = parse_base64_unpadded(line->substr(kMacMark.size() + 1));
    if (!mac || mac->size() != out.mac.size()) return corrupt("malformed MAC");
    std::copy(mac->begin(), mac->end(), out.mac.begin());
    out.authenticated = file.first(start + kMacMark.size());
    out.size = lines.position();
    return out;
  }
}

Hash age_header_mac(const Secret& file_key, BytesView authenticated) {
  Bytes key = hkdf_sha256(file_key.reveal(), {}, view_of("header"), 32);
  const Hash out = hmac_sha256(key, authenticated);
  wipe(key);
  return out;
}

Bytes write_age_header(std::span<const AgeStanza> stanzas, const Secret& file_key) {
  VEIL_REQUIRE(!stanzas.empty());
  Bytes out = format_stanzas(stanzas);
  const Hash mac = age_header_mac(file_key, out);
  out.push_back(' ');
  append(out, view_of(base64_unpadded(mac)));
  out.push_back('\n');
  return out;
}

}  // namespace veil::crypto
