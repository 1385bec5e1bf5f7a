// tests/redact/small_policy.h: a policy that parses and lints clean, small enough to change in one
// place per test.
#pragma once

#include <string>
#include <string_view>

#include <catch2/catch.hpp>

#include "redact/policy.h"

namespace veil::redact {

inline constexpr std::string_view kSmallPolicy = R"(policy = { id = "small", version = "1" }
entity = [
  { id = 1, name = "case", zh = "案件", en = "case" },
  { id = 2, name = "child", zh = "子女", en = "child", many = true },
]
class = [
  { id = 1, name = "op", zh = "办案", en = "operational" },
  { id = 2, name = "ident", zh = "标识", en = "identity" },
  { id = 3, name = "locate", zh = "住所", en = "whereabouts", presence = "hidden" },
]
field = [
  { id = 1, name = "case.no", zh = "案号", en = "number", class = "op", type = "string" },
  { id = 2, name = "case.kind", zh = "类别", en = "kind", class = "op", type = "code", codes = "kind", counted = "group" },
  { id = 3, name = "case.owner", zh = "承办人", en = "owner", class = "op", type = "person", fact = "assigned" },
  { id = 4, name = "case.name", zh = "姓名", en = "name", class = "ident", type = "name", veiled = "surname", known = true },
  { id = 5, name = "case.story", zh = "经过", en = "story", class = "ident", type = "text", veiled = "scrub" },
  { id = 6, name = "case.birth", zh = "出生日期", en = "birth date", class = "ident", type = "date", veiled = "age" },
  { id = 7, name = "case.address", zh = "住址", en = "address", class = "locate", type = "address" },
  { id = 8, name = "child.name", zh = "姓名", en = "name", class = "ident", type = "name", veiled = "surname" },
  { id = 9, name = "child.school", zh = "学校", en = "school", class = "locate", type = "string" },
]
purpose = [
  { id = 1, name = "help", zh = "帮扶", en = "help", classes = ["*"] },
  { id = 2, name = "count", zh = "统计", en = "count", classes = ["op"] },
  { id = 90, name = "audit", zh = "审计", en = "audit", classes = ["ident"] },
]
role = [
  { id = 1, name = "worker", zh = "工作员", en = "worker", body = "office", purposes = ["help"], may = ["read", "write", "create"] },
  { id = 2, name = "counter", zh = "统计员", en = "counter", purposes = ["count"], may = ["list"] },
  { id = 90, name = "auditor", zh = "审计员", en = "auditor", purposes = ["audit"], may = ["read_log"], auditor = true },
]
grant = [
  { role = "worker", classes = ["op"], strength = "full", write = true },
  { role = "worker", classes = ["ident"], strength = "veiled" },
  { role = "worker", classes = ["ident"], strength = "full", write = true, when = { assigned = true } },
  { role = "worker", classes = ["locate"], strength = "full", write = true, when = { assigned = true, reason = true } },
  { role = "worker", classes = ["locate"], write = true, when = { own_intake = 1 } },
  { role = "counter", classes = ["op"], strength = "counted" },
]
never = [
  { roles = ["counter"], classes = ["*"], above = "counted", why = "counting needs no names" },
]

[[codes]]
name = "kind"
edition = "2022"
groups = [{ code = "harm", zh = "侵害", en = "harm" }]
items = [
  { code = "a", zh = "甲", en = "A", group = "harm" },
  { code = "b", zh = "乙", en = "B", group = "harm" },
]

[[codes]]
name = "consent_scope"
edition = "2022"
items = [{ code = "share", zh = "提供", en = "share" }]
)";

// `text` with `from`, which must stand in it exactly once, replaced.
inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
  CAPTURE(from);
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  REQUIRE(text.find(from, at + 1) == std::string::npos);
  return text.replace(at, from.size(), to);
}

inline Policy parsed(std::string_view text) {
  auto policy = Policy::parse(text);
  INFO((policy ? std::string() : policy.error().message));
  REQUIRE(policy);
  return std::move(*policy);
}

}  // namespace veil::redact
