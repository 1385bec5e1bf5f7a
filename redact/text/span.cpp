#include "redact/text/span.h"

#include <algorithm>
#include <array>

namespace veil::redact {
namespace {

// By the numbers of the enumerations.
constexpr std::array<std::string_view, 25> kTypes = {
    "ID_CARD", "DISABILITY_CERT", "STUDENT_NO", "BANK_CARD",  "USCC",   "PASSPORT",
    "CERT_NO", "CASE_NO",         "PHONE",      "EMAIL",      "WECHAT", "QQ",
    "PLATE",   "MEDICAL_NO",      "GEO",        "IP",         "URL",    "IBAN",
    "ADDRESS", "SCHOOL",          "WORKPLACE",  "DATE_BIRTH", "PERSON", "DATE",
    "POSTCODE"};
constexpr std::array<std::string_view, 8> kParts = {"client",   "respondent", "child", "guardian",
                                                    "relative", "witness",    "other", "matter"};
constexpr std::array<std::string_view, 11> kRules = {"known",
                                                     "known part",
                                                     "known person called",
                                                     "sounds like known",
                                                     "check",
                                                     "shape",
                                                     "context",
                                                     "name beside a cue",
                                                     "place",
                                                     "organisation",
                                                     "repeated"};

template <typename Enum, std::size_t N>
std::optional<Enum> parsed(const std::array<std::string_view, N>& words, std::string_view word) {
  const auto at = std::find(words.begin(), words.end(), word);
  if (at == words.end()) return std::nullopt;
  return static_cast<Enum>(at - words.begin());
}

}  // namespace

std::string_view to_string(SpanType type) noexcept {
  return kTypes.at(static_cast<std::size_t>(type));
}
std::string_view to_string(Part part) noexcept {
  return kParts.at(static_cast<std::size_t>(part));
}
std::string_view to_string(Rule rule) noexcept {
  return kRules.at(static_cast<std::size_t>(rule));
}
std::optional<SpanType> parse_span_type(std::string_view word) noexcept {
  return parsed<SpanType>(kTypes, word);
}
std::optional<Part> parse_part(std::string_view word) noexcept {
  return parsed<Part>(kParts, word);
}

}  // namespace veil::redact
