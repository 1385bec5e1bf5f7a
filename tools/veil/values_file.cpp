#include "tools/veil/values_file.h"

#include <unistd.h>

#include <array>
#include <cerrno>

#include "crypto/secret.h"
#include "store/file.h"
#include "tools/veil/strict_json.h"

namespace veil::tools {
namespace {

constexpr std::size_t kTypedMax = 4096;

Result<NamedTexts> parse_object(std::string_view text) {
  auto value = parse_json(text);
  if (!value) return fail(value.error());
  const auto* object = value->if_object();
  if (object == nullptr) return fail(Code::InvalidArgument, "JSON: an object is expected");
  NamedTexts out;
  for (const auto& [key, item] : *object) {
    const auto* string = item.if_string();
    if (string == nullptr) {
      return fail(Code::InvalidArgument,
                  "JSON: values are strings, as people would type them (\"12800.50\")");
    }
    out.emplace_back(std::string(key.data(), key.size()),
                     std::string(string->data(), string->size()));
  }
  return out;
}

}  // namespace

Result<NamedTexts> parse_values(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && text[first] == '{') return parse_object(text);
  NamedTexts out;
  std::size_t number = 0;
  while (!text.empty()) {
    ++number;
    const auto end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.find_first_not_of(" \t") == std::string_view::npos || line.starts_with('#')) continue;
    const auto equals = line.find('=');
    if (equals == std::string_view::npos || equals == 0) {
      return fail(Code::InvalidArgument, "line " + std::to_string(number) + ": want field=value");
    }
    out.emplace_back(line.substr(0, equals), line.substr(equals + 1));
  }
  return out;
}

Done<std::string> read_text(const std::string& path, std::size_t size_max) {
  if (path != "-") {
    auto file = store::read_file(path, size_max);
    if (!file && file.error().code == Code::Corrupt) return stop(Exit::usage, file.error().message);
    if (!file) return stop(file.error());
    return std::string(text_of(file->bytes));
  }
  std::string out;
  std::array<char, 4096> part{};
  ssize_t got = 0;
  while ((got = ::read(STDIN_FILENO, part.data(), part.size())) > 0) {
    out.append(part.data(), static_cast<std::size_t>(got));
    if (out.size() > size_max) return stop(Exit::usage, "standard input: too long");
  }
  crypto::wipe({reinterpret_cast<std::uint8_t*>(part.data()), part.size()});
  if (got < 0) return stop(Exit::other, "standard input: cannot be read");
  return out;
}

// Byte by byte, so that nothing behind the line is taken from a pipe that others read on.
Done<std::optional<std::string>> read_typed(const std::string& prompt, Console& console) {
  if (::isatty(STDIN_FILENO) == 1) console.err() << prompt << ": " << std::flush;
  std::string line;
  char c = 0;
  ssize_t got = 0;
  while ((got = ::read(STDIN_FILENO, &c, 1)) != 0) {
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return stop(Exit::other, "standard input: cannot be read");
    if (c == '\n') break;
    line.push_back(c);
    if (line.size() > kTypedMax) return stop(Exit::usage, "standard input: a line is too long");
  }
  if (got == 0 && line.empty()) return std::nullopt;
  if (line.ends_with('\r')) line.pop_back();
  return std::optional(std::move(line));
}

Done<NamedTexts> read_values(const std::string& path) {
  auto text = read_text(path, kValuesMax);
  if (!text) return stop(text.error());
  auto values = parse_values(*text);
  if (!values) {
    return stop(
        {Exit::usage, (path == "-" ? "standard input" : path) + ": " + values.error().message});
  }
  return std::move(*values);
}

}  // namespace veil::tools
