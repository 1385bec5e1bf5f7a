#include "redact/policy_document.h"

#include <algorithm>
#include <optional>
#include <tuple>

#include <toml++/toml.h>

namespace veil::redact {
namespace {

Place place_of(const toml::source_region& source, Place otherwise) {
  if (source.begin.line == 0) return otherwise;
  return {static_cast<unsigned>(source.begin.line), static_cast<unsigned>(source.begin.column)};
}

// Steps over TOML's strings and comments, to see which characters stand outside of them.
class OutsideText {
 public:
  explicit OutsideText(std::string_view text) : text_(text) {}

  // The next character outside of strings and comments; nothing at the end.
  std::optional<char> next() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '#') {
        skip_to_line_end();
      } else if (c == '"' || c == '\'') {
        skip_string(c);
      } else {
        step();
        return c;
      }
    }
    return std::nullopt;
  }
  Place place() const { return {line_, column_ - 1}; }  // of the character that next() gave

 private:
  void step() {
    const auto byte = static_cast<unsigned char>(text_[at_++]);
    if (byte == '\n') {
      ++line_;
      column_ = 1;
    } else if ((byte & 0xC0) != 0x80) {  // a continuation byte is no column of its own
      ++column_;
    }
  }
  void step(std::size_t count) {
    while (count-- > 0 && at_ < text_.size()) step();
  }
  void skip_to_line_end() {
    while (at_ < text_.size() && text_[at_] != '\n') step();
  }
  bool three_of(char quote) const {
    return text_.substr(at_, 3) == std::string_view(std::string(3, quote));
  }
  void skip_string(char quote) {
    const bool many_lines = three_of(quote);
    step(many_lines ? 3 : 1);
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\\' && quote == '"') {
        step(2);
      } else if (many_lines && three_of(quote)) {
        step(3);
        // Up to two quotes may stand directly before the closing three.
        for (int i = 0; i < 2 && at_ < text_.size() && text_[at_] == quote; ++i) step();
        return;
      } else if (!many_lines && (c == quote || c == '\n')) {
        if (c == quote) step();  // a string that ends with its line is the reader's fault to name
        return;
      } else {
        step();
      }
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  unsigned line_ = 1;
  unsigned column_ = 1;
};

std::optional<Error> find_dot(std::string_view toml) {
  OutsideText outside(toml);
  while (const auto c = outside.next()) {
    if (*c == '.') {
      return error_at(outside.place(), "dotted keys and fractions have no place in a policy");
    }
  }
  return std::nullopt;
}

// The depth is bounded by the library's limit on nesting, as dotted keys are refused.
Result<Node> convert(const toml::node& from, Place otherwise);

Result<Node> convert_table(const toml::table& from, Node to) {
  for (const auto& [key, value] : from) {
    const Place key_place = place_of(key.source(), to.place);
    auto child = convert(value, key_place);
    if (!child) return fail(child.error());
    child->key = std::string(key.str());
    child->place = key_place;
    to.items.push_back(std::move(*child));
  }
  std::sort(to.items.begin(), to.items.end(), [](const Node& a, const Node& b) {
    return std::tie(a.place.line, a.place.column) < std::tie(b.place.line, b.place.column);
  });
  return to;
}

Result<Node> convert_list(const toml::array& from, Node to) {
  for (const auto& value : from) {
    auto child = convert(value, to.place);
    if (!child) return fail(child.error());
    to.items.push_back(std::move(*child));
  }
  return to;
}

Result<Node> convert(const toml::node& from, Place otherwise) {
  Node to;
  to.place = place_of(from.source(), otherwise);
  if (const auto* table = from.as_table()) {
    to.kind = Node::Kind::table;
    return convert_table(*table, std::move(to));
  }
  if (const auto* list = from.as_array()) {
    to.kind = Node::Kind::list;
    return convert_list(*list, std::move(to));
  }
  if (const auto* text = from.as_string()) {
    to.kind = Node::Kind::text;
    to.text = text->get();
  } else if (const auto* number = from.as_integer()) {
    to.kind = Node::Kind::number;
    to.number = number->get();
  } else if (const auto* flag = from.as_boolean()) {
    to.kind = Node::Kind::flag;
    to.flag = flag->get();
  } else {
    return fail(error_at(to.place, "fractions, dates and times have no place in a policy"));
  }
  return to;
}

}  // namespace

Error error_at(Place place, std::string_view what) {
  std::string message = "line " + std::to_string(place.line);
  message += ", column " + std::to_string(place.column) + ": ";
  message += what;
  return Error{Code::InvalidArgument, std::move(message)};
}

Result<Node> read_policy_document(std::string_view toml) {
  if (toml.size() > kPolicySizeMax) {
    return fail(error_at({}, "a policy is at most 1 MiB"));
  }
  if (auto dot = find_dot(toml)) return fail(std::move(*dot));
  try {
    return convert(toml::parse(toml), {});
  } catch (const toml::parse_error& error) {  // Debian builds the library with exceptions
    return fail(error_at(place_of(error.source(), {}), error.description()));
  }
}

}  // namespace veil::redact
