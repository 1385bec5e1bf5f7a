// Veils of texts: whatever goes in, what comes out is of the veil's own making.
// Byte 0 picks the veil; the rest is the value.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "redact/schema.h"
#include "redact/unicode.h"
#include "redact/veil/regions.h"

namespace {

using veil::redact::FieldType;
using veil::redact::VeilKind;

struct Case {
  FieldType type;
  VeilKind kind;
};
constexpr Case kCases[] = {
    {FieldType::name, VeilKind::surname},     {FieldType::cn_id, VeilKind::last4},
    {FieldType::phone, VeilKind::last4},      {FieldType::account, VeilKind::last4},
    {FieldType::address, VeilKind::county},   {FieldType::address, VeilKind::city},
    {FieldType::address, VeilKind::province}, {FieldType::cn_id, VeilKind::valid},
    {FieldType::phone, VeilKind::valid},      {FieldType::account, VeilKind::valid},
    {FieldType::uscc, VeilKind::last4},       {FieldType::uscc, VeilKind::valid},
};

void require(bool holds) {
  if (!holds) std::abort();
}

bool is_region(std::string_view name) {
  const std::string entry = std::string(name) + ' ';
  for (const auto table : {veil::redact::kRegionsCurrent, veil::redact::kRegionsWithdrawn}) {
    for (auto at = table.find(entry); at != std::string_view::npos;
         at = table.find(entry, at + 1)) {
      if (at > 0 && table[at - 1] >= '0' && table[at - 1] <= '9') return true;
    }
  }
  return false;
}

void check_text(VeilKind kind, const std::string& text, const std::string& made) {
  if (kind == VeilKind::surname) {
    const auto characters = veil::redact::decode_utf8(made);
    require(characters && made.ends_with("某") && characters->size() <= 5);
  } else if (kind == VeilKind::last4) {
    require(made.size() == 8 && made.starts_with("****") && text.size() >= 10);
  } else {
    require(is_region(made));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const Case picked = kCases[data[0] % std::size(kCases)];
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const veil::redact::Schema schema;
  veil::redact::Field field;
  field.type = picked.type;
  const veil::redact::VeilRule rule{picked.kind, {}};
  const auto made = veiled(schema, field, rule, text, {});
  require(made == veiled(schema, field, rule, text, {}));
  if (!made) return 0;
  if (const auto* out = std::get_if<std::string>(&*made)) {
    check_text(picked.kind, text, *out);
    // A mask is not taken off by veiling it again.
    const auto again = veiled(schema, field, rule, *out, {});
    if (picked.kind == VeilKind::surname) require(again == made);
    if (picked.kind == VeilKind::last4) require(!again);
  } else {
    require(picked.kind == VeilKind::valid && std::holds_alternative<veil::redact::Present>(*made));
  }
  return 0;
}
