// redact/policy_reader.h: strict reading of one table of a policy file. Not part of the public
// interface. The first fault wins and is kept with its place; after it the readers answer defaults,
// so that callers need to look once, at the end of a section. Thread safety: as for a value.
#pragma once

#include <optional>
#include <set>

#include "redact/policy_document.h"
#include "redact/schema.h"

namespace veil::redact {

inline constexpr std::size_t kWordSizeMax = 48;    // names
inline constexpr std::size_t kLabelSizeMax = 120;  // bytes of UTF-8
inline constexpr std::size_t kReasonSizeMax = 400;

class Faults {
 public:
  void add(Place place, std::string_view what) {
    if (!first_) first_ = error_at(place, what);
  }
  bool any() const noexcept { return first_.has_value(); }
  const Error& first() const { return *first_; }

 private:
  std::optional<Error> first_;
};

// [a-z][a-z0-9_]*, at most kWordSizeMax.
bool is_word(std::string_view text) noexcept;
// A code, edition or version: printable ASCII without blanks, quotes and backslashes, at most
// kWordSizeMax.
bool is_token(std::string_view text) noexcept;
// For messages: in quotes, or what it is if it could garble a terminal.
std::string quoted(std::string_view text);

class TableReader {
 public:
  // `what` stands in front of messages: "[[field]]". A node that is no table is a fault.
  TableReader(const Node& table, std::string what, Faults& faults);

  // From now on messages say "[[field]] person.phone".
  void call(std::string_view name) { what_ += " " + std::string(name); }
  Place place() const noexcept { return table_.place; }
  void fault(Place place, std::string_view what);

  // Optional keys.
  const Node* find(std::string_view key);
  const Node* find_text(std::string_view key);
  bool flag(std::string_view key);  // false if absent
  // Required keys; the node's place is what later messages point at.
  const Node& text(std::string_view key);
  std::string word(std::string_view key);
  std::string token(std::string_view key);
  std::string sentence(std::string_view key);
  Label label();  // "zh" and "en"
  std::uint16_t id(std::uint16_t max);
  std::int64_t number_or(std::string_view key, std::int64_t otherwise, std::int64_t min,
                         std::int64_t max);
  // A list of texts without repetition; empty if absent, a fault if present and empty.
  std::vector<const Node*> words(std::string_view key, bool may_be_empty = false);
  // A list of tables; a fault above `max` or, if it is `required`, when empty or absent.
  std::vector<const Node*> tables(std::string_view key, std::size_t max, bool required);
  // Refuses the keys that nobody asked for. Call it last.
  void finish();

 private:
  const Node* need(std::string_view key, Node::Kind kind);
  bool check(const Node& node, Node::Kind kind);

  const Node& table_;
  std::string what_;
  Faults& faults_;
  std::set<std::string, std::less<>> known_;
};

}  // namespace veil::redact
