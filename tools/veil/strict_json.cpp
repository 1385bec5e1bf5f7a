#include "tools/veil/strict_json.h"

#include <cmath>
#include <set>
#include <vector>

#include <boost/json/basic_parser_impl.hpp>

namespace veil::tools {
namespace {

namespace json = boost::json;

// Looks only for what the library's own reading lets pass.
class Strictness {
 public:
  static constexpr std::size_t max_object_size = std::size_t{1} << 20;
  static constexpr std::size_t max_array_size = std::size_t{1} << 20;
  static constexpr std::size_t max_key_size = 4096;
  static constexpr std::size_t max_string_size = std::size_t{1} << 30;

  const char* fault = nullptr;

  // NOLINTBEGIN(readability-identifier-naming): the library calls them so
  bool on_document_begin(json::error_code& /*error*/) { return true; }
  bool on_document_end(json::error_code& /*error*/) { return true; }
  bool on_array_begin(json::error_code& /*error*/) { return true; }
  bool on_array_end(std::size_t /*size*/, json::error_code& /*error*/) { return true; }
  bool on_object_begin(json::error_code& /*error*/) {
    keys_.emplace_back();
    return true;
  }
  bool on_object_end(std::size_t /*size*/, json::error_code& /*error*/) {
    keys_.pop_back();
    return true;
  }
  bool on_string_part(json::string_view /*part*/, std::size_t /*size*/,
                      json::error_code& /*error*/) {
    return true;
  }
  bool on_string(json::string_view /*part*/, std::size_t /*size*/, json::error_code& /*error*/) {
    return true;
  }
  bool on_key_part(json::string_view part, std::size_t /*size*/, json::error_code& /*error*/) {
    key_ += std::string_view(part.data(), part.size());
    return true;
  }
  bool on_key(json::string_view part, std::size_t /*size*/, json::error_code& error) {
    key_ += std::string_view(part.data(), part.size());
    const bool is_new = keys_.back().insert(std::exchange(key_, {})).second;
    return is_new || refuse("a key stands twice in one object", error);
  }
  bool on_number_part(json::string_view /*part*/, json::error_code& /*error*/) { return true; }
  bool on_int64(std::int64_t /*number*/, json::string_view /*text*/, json::error_code& /*error*/) {
    return true;
  }
  bool on_uint64(std::uint64_t /*number*/, json::string_view /*text*/,
                 json::error_code& /*error*/) {
    return true;
  }
  bool on_double(double number, json::string_view /*text*/, json::error_code& error) {
    return std::isfinite(number) || refuse("a number is out of range", error);
  }
  bool on_bool(bool /*yes*/, json::error_code& /*error*/) { return true; }
  bool on_null(json::error_code& /*error*/) { return true; }
  bool on_comment_part(json::string_view /*text*/, json::error_code& /*error*/) { return true; }
  bool on_comment(json::string_view /*text*/, json::error_code& /*error*/) { return true; }
  // NOLINTEND(readability-identifier-naming)

 private:
  bool refuse(const char* why, json::error_code& error) {
    fault = why;
    error = json::make_error_code(json::error::syntax);
    return false;
  }

  std::vector<std::set<std::string, std::less<>>> keys_;
  std::string key_;
};

// The number of the escape \uXXXX at `at`, or 0.
unsigned escaped_at(std::string_view json, std::size_t at) noexcept {
  if (json.size() - at < 6 || json[at] != '\\' || json[at + 1] != 'u') return 0;
  unsigned out = 0;
  for (const char c : json.substr(at + 2, 4)) {
    const char small = static_cast<char>(c | 0x20);
    const bool digit = c >= '0' && c <= '9';
    if (!digit && (small < 'a' || small > 'f')) return 0;
    out = out * 16 + static_cast<unsigned>(digit ? c - '0' : small - 'a' + 10);
  }
  return out;
}

}  // namespace

void replace_lone_halves(std::string& json) {
  for (std::size_t at = json.find('\\'); at < json.size(); at = json.find('\\', at)) {
    const unsigned first = escaped_at(json, at);
    if (first < 0xD800 || first > 0xDFFF) {
      at += 2;
      continue;
    }
    const unsigned second = at + 6 < json.size() ? escaped_at(json, at + 6) : 0;
    const bool pair = first < 0xDC00 && second >= 0xDC00 && second <= 0xDFFF;
    if (!pair) json.replace(at + 2, 4, "fffd");
    at += pair ? 12 : 6;
  }
}

Result<json::value> parse_json(std::string_view text, JsonStrings strings) {
  json::parse_options options;
  options.allow_invalid_utf8 = strings == JsonStrings::any_bytes;
  options.max_depth = kJsonDepthMax;
  json::basic_parser<Strictness> strict(options);
  json::error_code error;
  const std::size_t read = strict.write_some(false, text.data(), text.size(), error);
  if (!error && read < text.size() &&
      text.find_first_not_of(" \t\r\n", read) != std::string_view::npos) {
    error = json::make_error_code(json::error::extra_data);
  }
  if (error) {
    const char* why = strict.handler().fault;
    return fail(Code::InvalidArgument, "byte " + std::to_string(read + 1) + ": " +
                                           (why != nullptr ? why : error.message()));
  }
  auto value = json::parse(json::string_view(text.data(), text.size()), error, {}, options);
  if (error) return fail(Code::InvalidArgument, "JSON: " + error.message());
  return value;
}

}  // namespace veil::tools
