// redact/text/forms.h: the forms that one known value takes in a text. Internal to redact/text.
// Thread safety: a FormSet belongs to one thread.
#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "redact/text/known.h"

namespace veil::redact {

class FormSet {
 public:
  // The first tag of a key stays, unless a later one is stronger.
  void add(std::string key, const FormTag& tag);
  // A stretch of text, folded; of at most 60 letters.
  void add_text(std::u32string_view letters, const FormTag& tag);
  void add_digits(std::string_view digits, const FormTag& tag);
  // A name of ideographs: its first as it is written, the others by sound.
  void add_sound(std::u32string_view name, const FormTag& tag);
  std::vector<Form> take();

 private:
  std::map<std::string, FormTag> forms_;
};

void add_forms(const KnownValue& value, FormSet& forms);

// Parts of it, each in a file of its own.
void add_name_forms(std::u32string_view folded, const KnownValue& value, FormSet& forms);
void add_alias_forms(std::u32string_view folded, const KnownValue& value, FormSet& forms);
void add_latin_name_forms(const FoldedText& text, const KnownValue& value, FormSet& forms);
void add_address_forms(const FoldedText& text, const KnownValue& value, FormSet& forms);
void add_body_forms(const FoldedText& text, const KnownValue& value, SpanType type, FormSet& forms);
void add_date_forms(std::string_view iso, const KnownValue& value, SpanType type, FormSet& forms);

std::u32string joined(std::initializer_list<std::u32string_view> parts);

// Whether a name is also an ordinary word: 高兴, 平安.
bool is_ordinary_word(std::u32string_view letters);

}  // namespace veil::redact
