// redact/text/known.h: the values that scrubbing looks for, and every form in which a text may
// hold one: a given name alone, 小王, pinyin, the last digits, an address cut at any level.
// A form is a string over the folded text (redact/text/folded.h): two texts that look alike have
// equal forms, so a set of forms, or a set of keyed tokens of forms, finds the same.
// Promise: total. Thread safety: values and free functions.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "crypto/result.h"
#include "redact/text/folded.h"
#include "redact/text/span.h"

namespace veil::redact {

enum class KnownKind : std::uint8_t {
  name,      // of a person, in any script
  alias,     // a name that stands alone: nicknames
  cn_id,     //
  phone,     //
  account,   // bank account or card
  address,   //
  employer,  //
  school,    //
  birth,     // date of birth, YYYY-MM-DD
  date,      // of an event, YYYY-MM-DD
  case_no,   //
  wechat,    //
  qq,
  email,
  plate,
  passport,
  medical_no,
  certificate,      // marriage, birth, property
  disability_cert,  //
  student_no,       //
  postcode,
  uscc,
  line,  // any short text: what it is, is seen from how it is written
};

struct KnownValue {
  KnownKind kind = KnownKind::line;
  Part part = Part::other;
  std::uint32_t number = 0;  // of the person in that part; 0: the only one
  std::string text;          // UTF-8, as it was written
};

// What a hit of a form says.
struct FormTag {
  SpanType type = SpanType::person;
  Rule rule = Rule::known;
  Part part = Part::other;
  bool weak = false;         // also an ordinary word: counts only beside a cue
  std::uint32_t number = 0;  // at most kNumberMax
  friend bool operator==(const FormTag&, const FormTag&) = default;
};
inline constexpr std::uint32_t kNumberMax = 0xFFFF;
std::uint32_t pack(const FormTag& tag) noexcept;
std::optional<FormTag> unpack(std::uint32_t packed) noexcept;

struct Form {
  std::string key;  // its alphabet and its characters
  FormTag tag;
};
// Distinct by key; of several tags for one key the first by (rule, order of values).
std::vector<Form> forms_of(std::span<const KnownValue> values);

// What kind of form: its alphabet and how many characters of it.
struct FormLength {
  Alphabet alphabet = Alphabet::text;
  std::uint8_t count = 0;
  friend bool operator==(const FormLength&, const FormLength&) = default;
  friend bool operator<(const FormLength& a, const FormLength& b) noexcept {
    return a.alphabet != b.alphabet ? a.alphabet < b.alphabet : a.count < b.count;
  }
};
FormLength length_of(std::string_view key) noexcept;

// Where a form stands: characters of the folded text.
struct FormHit {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  FormTag tag;
  friend bool operator==(const FormHit&, const FormHit&) = default;
};

// A piece of a folded text that could be a form.
struct Piece {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::string key;
};
// All pieces of these lengths.
std::vector<Piece> pieces_of(const FoldedText& text, std::span<const FormLength> lengths);

// Finds the forms of known values in a text.
class KnownFinder {
 public:
  KnownFinder() = default;
  KnownFinder(const KnownFinder&) = delete;
  KnownFinder& operator=(const KnownFinder&) = delete;
  virtual ~KnownFinder() = default;
  // Every hit, in any order. An error withholds the text.
  virtual Result<std::vector<FormHit>> find(const FoldedText& text) const = 0;
};

// By the forms themselves.
class KnownForms : public KnownFinder {
 public:
  explicit KnownForms(std::span<const KnownValue> values);
  KnownForms(const KnownForms&) = delete;
  KnownForms& operator=(const KnownForms&) = delete;
  ~KnownForms() override;
  Result<std::vector<FormHit>> find(const FoldedText& text) const override;

 private:
  struct Index;
  std::unique_ptr<Index> index_;
};

}  // namespace veil::redact
