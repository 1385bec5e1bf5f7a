// redact/veil/veil.h: structured veils: how a weaker strength of a value is made (DESIGN 9).
// Promise: pure and total. What a veil does not know becomes hidden (no value), never passed
// through; the length of a mask never tells that of the value; `unknown` stays unknown.
// Thread safety: free functions, no shared state.
#pragma once

#include <optional>
#include <string_view>

#include "redact/value.h"

namespace veil::redact {

struct Field;
class KnownFinder;
class Schema;

// The number is part of the veil-rules hash: append only.
enum class VeilKind : std::uint8_t {
  none = 0,      // this strength holds nothing of the field
  keep = 1,      // the value as it is: only for what is harmless at this strength; linted
  surname = 2,   // 欧阳桂兰 -> 欧阳某; 阿依古丽·买买提 -> 阿某
  last4 = 3,     // id number, phone, account -> ****123X
  age = 4,       // birth date -> whole years on the day the case was opened
  age_band = 5,  // birth date -> band from the rule's bounds
  county = 6,    // address -> county, by GB/T 2260
  city = 7,
  province = 8,
  month = 9,     // date -> month
  year = 10,     // date -> year
  group = 11,    // code -> its group
  bucket = 12,   // money or number -> band from the rule's bounds
  valid = 13,    // "there, and passes its check" / "there, and does not"
  present = 14,  // "there"
  scrub = 15,    // free text with every identifier replaced (redact/text/scrub.h)
};
std::string_view to_string(VeilKind kind) noexcept;
std::optional<VeilKind> parse_veil_kind(std::string_view word) noexcept;

struct VeilRule {
  VeilKind kind = VeilKind::none;
  std::vector<std::int64_t> bounds;  // age_band, bucket: ascending first numbers of each band
};

// What a veil may know besides the value: there is no clock here.
struct VeilContext {
  std::optional<Date> opened_on;       // the day the case was opened: ages are counted on it
  const KnownFinder* known = nullptr;  // what texts are scrubbed of; without it they are withheld
};

// The value of the weaker strength, or nothing if this strength holds nothing of it.
std::optional<Value> veiled(const Schema& schema, const Field& field, const VeilRule& rule,
                            const Value& value, const VeilContext& context);

// The same as it is kept: where the rule would show something and the value does not fit it,
// Present{false}, which a view shows as withheld; so that it does not look as if nothing were
// there.
std::optional<Value> veiled_or_withheld(const Schema& schema, const Field& field,
                                        const VeilRule& rule, const Value& value,
                                        const VeilContext& context);

}  // namespace veil::redact
