// tests/redact/value_policy.h: a schema with a field of every type, for values and veils.
#pragma once

#include <string>
#include <string_view>

#include "tests/redact/small_policy.h"

namespace veil::redact {

inline const Schema& value_schema() {
  static const Policy policy = parsed(R"(policy = { id = "values", version = "1" }
entity = [{ id = 1, name = "case", zh = "案件", en = "case" }]
class = [{ id = 1, name = "op", zh = "办案", en = "operational" }]
field = [
  { id = 1, name = "case.string", zh = "一", en = "1", class = "op", type = "string" },
  { id = 2, name = "case.text", zh = "二", en = "2", class = "op", type = "text" },
  { id = 3, name = "case.name", zh = "三", en = "3", class = "op", type = "name" },
  { id = 4, name = "case.cn_id", zh = "四", en = "4", class = "op", type = "cn_id" },
  { id = 5, name = "case.phone", zh = "五", en = "5", class = "op", type = "phone" },
  { id = 6, name = "case.address", zh = "六", en = "6", class = "op", type = "address" },
  { id = 7, name = "case.account", zh = "七", en = "7", class = "op", type = "account" },
  { id = 8, name = "case.date", zh = "八", en = "8", class = "op", type = "date" },
  { id = 9, name = "case.money", zh = "九", en = "9", class = "op", type = "money" },
  { id = 10, name = "case.number", zh = "十", en = "10", class = "op", type = "number" },
  { id = 11, name = "case.boolean", zh = "十一", en = "11", class = "op", type = "boolean" },
  { id = 12, name = "case.code", zh = "十二", en = "12", class = "op", type = "code", codes = "kind" },
  { id = 13, name = "case.codes", zh = "十三", en = "13", class = "op", type = "codes", codes = "kind" },
  { id = 14, name = "case.file", zh = "十四", en = "14", class = "op", type = "file" },
  { id = 15, name = "case.person", zh = "十五", en = "15", class = "op", type = "person", fact = "assigned" },
  { id = 16, name = "case.answer", zh = "十六", en = "16", class = "op", type = "code", codes = "answer" },
  { id = 17, name = "case.uscc", zh = "十七", en = "17", class = "op", type = "uscc" },
]
purpose = [{ id = 1, name = "help", zh = "帮扶", en = "help", classes = ["*"] }]
role = [{ id = 1, name = "worker", zh = "工作员", en = "worker", body = "office", purposes = ["help"], may = ["read"] }]
grant = [{ role = "worker", classes = ["op"], strength = "full" }]

[[codes]]
name = "kind"
edition = "2022"
groups = [
  { code = "violence", zh = "暴力", en = "violence" },
  { code = "property", zh = "财产", en = "property" },
]
items = [
  { code = "beating", zh = "殴打", en = "Beating", group = "violence" },
  { code = "threat", zh = "恐吓", en = "threat", group = "violence" },
  { code = "fraud", zh = "诈骗", en = "fraud", group = "property" },
  { code = "loan", zh = "借贷、抵押", en = "loan, pawn", group = "property" },
  { code = "other", zh = "其他", en = "other" },
  { code = "threat", zh = "威胁", en = "menace", group = "violence", edition = "2016" },
  { code = "feud", zh = "宿怨", en = "feud", group = "violence", edition = "2016" },
]

[[codes]]
name = "answer"
edition = "2022"
items = [
  { code = "1", zh = "是", en = "yes" },
  { code = "2", zh = "否", en = "no" },
  { code = "9", zh = "不详", en = "unknown" },
]
)");
  return policy.schema();
}

inline const Field& value_field(FieldType type) {
  const Field* field = value_schema().field("case." + std::string(to_string(type)));
  REQUIRE(field != nullptr);
  return *field;
}

}  // namespace veil::redact
