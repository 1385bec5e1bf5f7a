// Values read from text: what is read passes the check, and its shown form reads as the same value.
// Byte 0 picks the type; the rest is the text.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "redact/policy.h"
#include "redact/unicode.h"

namespace {

using veil::redact::FieldType;

constexpr std::string_view kPolicy = R"(policy = { id = "fuzz", version = "1" }
entity = [{ id = 1, name = "case", zh = "案件", en = "case" }]
class = [{ id = 1, name = "op", zh = "办案", en = "operational" }]
field = [{ id = 1, name = "case.kind", zh = "类别", en = "kind", class = "op", type = "codes", codes = "kind" }]
purpose = [{ id = 1, name = "help", zh = "帮扶", en = "help", classes = ["*"] }]
role = [{ id = 1, name = "worker", zh = "工作员", en = "worker", body = "office", purposes = ["help"], may = ["read"] }]
grant = [{ role = "worker", classes = ["op"], strength = "full" }]
[[codes]]
name = "kind"
edition = "2022"
items = [{ code = "a", zh = "甲", en = "A" }, { code = "b", zh = "乙", en = "B" }]
)";

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto policy = veil::redact::Policy::parse(kPolicy);
  require(policy.has_value());
  if (size == 0) return 0;
  const auto& schema = policy->schema();
  veil::redact::Field field;
  field.type = static_cast<FieldType>(data[0] % (static_cast<int>(FieldType::person) + 1));
  field.codes = "kind";
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto value = parse_value(schema, field, text);
  if (!value) {
    require(!value.error().message.empty());
    return 0;
  }
  require(check_value(schema, field, *value).has_value());
  const std::string shown = show_value(schema, field, *value, veil::redact::Language::zh);
  require(veil::redact::is_utf8(shown));
  require(veil::redact::is_utf8(show_value(schema, field, *value, veil::redact::Language::en)));
  const auto again = parse_value(schema, field, shown);
  require(again && *again == *value);
  return 0;
}
