// tools/veil/policy_labels.h: the words of the policy language for people, in their language.
// Thread safety: free functions.
#pragma once

#include "redact/policy.h"
#include "tools/veil/console.h"

namespace veil::tools {

const char* veil_label(redact::VeilKind kind, const Console& console) noexcept;
const char* type_label(redact::FieldType type, const Console& console) noexcept;
const char* action_label(redact::Action action, const Console& console) noexcept;
const char* strength_label(redact::Strength strength, const Console& console) noexcept;
const char* request_label(redact::RequestKind kind, const Console& console) noexcept;

}  // namespace veil::tools
