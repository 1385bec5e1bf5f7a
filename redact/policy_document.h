// redact/policy_document.h: a policy file as a tree of tables, lists, texts, whole numbers and
// flags, each with its place. Not part of the public interface: it keeps the TOML library in one
// file. Thread safety: values and a free function.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/result.h"

namespace veil::redact {

struct Place {
  unsigned line = 1;  // from 1; columns count characters
  unsigned column = 1;
};

// InvalidArgument "line L, column C: ...".
Error error_at(Place place, std::string_view what);

struct Node {
  enum class Kind : std::uint8_t { table, list, text, number, flag };
  Kind kind = Kind::table;
  Place place;
  std::string key;  // within a table
  std::string text;
  std::int64_t number = 0;
  bool flag = false;
  std::vector<Node> items;  // of a list; of a table in the order of the file
};

inline constexpr std::size_t kPolicySizeMax = std::size_t{1024} * 1024;

// TOML 1.0 without dotted keys, fractions, dates and times, which a policy has no use for. (A
// dotted key of unlimited length would also be a tree of unlimited depth.)
Result<Node> read_policy_document(std::string_view toml);

}  // namespace veil::redact
