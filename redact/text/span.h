// redact/text/span.h: what a text scrubber finds: stretches of a text, what each is and why.
// Thread safety: values and free functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace veil::redact {

// What a stretch of text identifies by. In order of priority: where stretches meet, the first of
// these names what they are together. The numbers stand in the lexicons of stores: append only.
enum class SpanType : std::uint8_t {
  id_card,
  disability_cert,
  student_no,
  bank_card,
  uscc,
  passport,
  cert_no,
  case_no,
  phone,
  email,
  wechat,
  qq,
  plate,
  medical_no,
  geo,
  ip,
  url,
  iban,
  address,
  school,
  workplace,
  date_birth,
  person,
  date,
  postcode,
};
// As machines read it: "ID_CARD".
std::string_view to_string(SpanType type) noexcept;
std::optional<SpanType> parse_span_type(std::string_view word) noexcept;

// Whose a known value is: what its placeholder says.
enum class Part : std::uint8_t {
  client,      // 女方
  respondent,  // 男方 or whoever stands on the other side
  child,
  guardian,
  relative,
  witness,
  other,   // somebody
  matter,  // nobody's: of the record itself
};
std::string_view to_string(Part part) noexcept;
std::optional<Part> parse_part(std::string_view word) noexcept;

// What found it.
enum class Rule : std::uint8_t {
  known,         // a known value as it is
  known_part,    // a part of one: given name alone, last digits, an address cut
  known_called,  // what people are called by their name: 小王, 王姐
  known_sound,   // written with other characters of the same sound
  check,         // the number passes its check
  shape,         // the shape is enough
  context,       // the shape after a word that says what it is
  name_cue,      // a name beside a word that people's names stand beside
  place,         // divisions, streets and houses
  organisation,  // named like a firm or a school
  repeat,        // what was found elsewhere in the same text
};
std::string_view to_string(Rule rule) noexcept;

struct Span {
  std::size_t begin = 0;  // bytes, at the borders of characters
  std::size_t end = 0;
  SpanType type = SpanType::person;
  Rule rule = Rule::shape;
  std::uint8_t confidence = 0;  // of 100
  Part part = Part::other;
  std::uint32_t number = 0;  // of the person in that part; 0: the only one, or nobody known

  friend bool operator==(const Span&, const Span&) = default;
};

}  // namespace veil::redact
