#include "redact/policy_reader.h"

#include <algorithm>

namespace veil::redact {
namespace {

const Node kNothing;

std::string_view to_words(Node::Kind kind) {
  switch (kind) {
    case Node::Kind::table:
      return "a table";
    case Node::Kind::list:
      return "a list";
    case Node::Kind::text:
      return "a text";
    case Node::Kind::number:
      return "a whole number";
    case Node::Kind::flag:
      return "true or false";
  }
  return "nothing";
}

bool is_small_letter(char c) noexcept {
  return c >= 'a' && c <= 'z';
}

bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

// A label is shown in tables and terminals: one line, no control characters.
bool is_one_line(std::string_view text) noexcept {
  return std::none_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
  });
}

}  // namespace

bool is_word(std::string_view text) noexcept {
  if (text.empty() || text.size() > kWordSizeMax || !is_small_letter(text.front())) return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return is_small_letter(c) || is_digit(c) || c == '_'; });
}

bool is_token(std::string_view text) noexcept {
  if (text.empty() || text.size() > kWordSizeMax) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return c > 0x20 && c < 0x7F && c != '"' && c != '\'' && c != '\\';
  });
}

std::string quoted(std::string_view text) {
  if (text.size() > kLabelSizeMax || !is_one_line(text)) return "(a text that is no single line)";
  return "\"" + std::string(text) + "\"";
}

TableReader::TableReader(const Node& table, std::string what, Faults& faults)
    : table_(table), what_(std::move(what)), faults_(faults) {
  if (table.kind != Node::Kind::table) fault(table.place, "must be a table");
}

void TableReader::fault(Place place, std::string_view what) {
  std::string message = what_;
  if (!message.empty()) message += ": ";
  message += what;
  faults_.add(place, message);
}

const Node* TableReader::find(std::string_view key) {
  known_.emplace(key);
  for (const Node& item : table_.items) {
    if (item.key == key) return &item;
  }
  return nullptr;
}

bool TableReader::check(const Node& node, Node::Kind kind) {
  if (node.kind == kind) return true;
  std::string message = node.key + " must be ";
  message += to_words(kind);
  fault(node.place, message);
  return false;
}

const Node* TableReader::find_text(std::string_view key) {
  const Node* node = find(key);
  return node != nullptr && check(*node, Node::Kind::text) ? node : nullptr;
}

bool TableReader::flag(std::string_view key) {
  const Node* node = find(key);
  return node != nullptr && check(*node, Node::Kind::flag) && node->flag;
}

const Node* TableReader::need(std::string_view key, Node::Kind kind) {
  const Node* node = find(key);
  if (node == nullptr) {
    fault(place(), "lacks " + std::string(key));
    return nullptr;
  }
  return check(*node, kind) ? node : nullptr;
}

const Node& TableReader::text(std::string_view key) {
  const Node* node = need(key, Node::Kind::text);
  return node != nullptr ? *node : kNothing;
}

std::string TableReader::word(std::string_view key) {
  const Node& node = text(key);
  if (!is_word(node.text)) {
    fault(node.place, std::string(key) + " must be a name of a-z, 0-9 and _, at most 48 long");
  }
  return node.text;
}

std::string TableReader::token(std::string_view key) {
  const Node& node = text(key);
  if (!is_token(node.text)) {
    fault(node.place, std::string(key) + " must be 1 to 48 visible ASCII characters");
  }
  return node.text;
}

std::string TableReader::sentence(std::string_view key) {
  const Node& node = text(key);
  if (node.text.empty() || node.text.size() > kReasonSizeMax || !is_one_line(node.text)) {
    fault(node.place, std::string(key) + " must be one line of 1 to 400 bytes");
  }
  return node.text;
}

Label TableReader::label() {
  Label label;
  for (auto [key, to] : {std::pair{"zh", &label.zh}, std::pair{"en", &label.en}}) {
    const Node& node = text(key);
    if (node.text.empty() || node.text.size() > kLabelSizeMax || !is_one_line(node.text)) {
      fault(node.place, std::string(key) + " must be one line of 1 to 120 bytes");
    }
    *to = node.text;
  }
  return label;
}

std::uint16_t TableReader::id(std::uint16_t max) {
  const Node* node = need("id", Node::Kind::number);
  if (node == nullptr) return 0;
  if (node->number < 1 || node->number > max) {
    fault(node->place, "id must lie between 1 and " + std::to_string(max));
    return 0;
  }
  return static_cast<std::uint16_t>(node->number);
}

std::int64_t TableReader::number_or(std::string_view key, std::int64_t otherwise, std::int64_t min,
                                    std::int64_t max) {
  const Node* node = find(key);
  if (node == nullptr || !check(*node, Node::Kind::number)) return otherwise;
  if (node->number < min || node->number > max) {
    fault(node->place, std::string(key) + " must lie between " + std::to_string(min) + " and " +
                           std::to_string(max));
    return otherwise;
  }
  return node->number;
}

std::vector<const Node*> TableReader::words(std::string_view key, bool may_be_empty) {
  const Node* list = find(key);
  if (list == nullptr || !check(*list, Node::Kind::list)) return {};
  if (list->items.empty() && !may_be_empty) {
    fault(list->place, std::string(key) + " must not be empty");
  }
  std::vector<const Node*> words;
  std::set<std::string_view> seen;
  for (const Node& item : list->items) {
    if (item.kind != Node::Kind::text) {
      fault(item.place, std::string(key) + " must be a list of texts");
      return {};
    }
    if (!seen.insert(item.text).second) {
      fault(item.place, std::string(key) + " names " + quoted(item.text) + " twice");
    }
    words.push_back(&item);
  }
  return words;
}

std::vector<const Node*> TableReader::tables(std::string_view key, std::size_t max, bool required) {
  const Node* list = required ? need(key, Node::Kind::list) : find(key);
  if (list == nullptr || !check(*list, Node::Kind::list)) return {};
  if (required && list->items.empty()) fault(list->place, std::string(key) + " must not be empty");
  if (list->items.size() > max) {
    fault(list->items[max].place, std::string(key) + ": more than " + std::to_string(max));
    return {};
  }
  std::vector<const Node*> tables;
  for (const Node& item : list->items) {
    if (item.kind != Node::Kind::table) {
      fault(item.place, std::string(key) + " must be a list of tables");
      return {};
    }
    tables.push_back(&item);
  }
  return tables;
}

void TableReader::finish() {
  for (const Node& item : table_.items) {
    if (known_.find(item.key) == known_.end()) {
      fault(item.place, "key " + quoted(item.key) + " is not known here");
    }
  }
}

}  // namespace veil::redact
