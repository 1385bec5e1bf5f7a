#include "redact/text/forms.h"

#include <algorithm>

#include "redact/text/runs.h"
#include "redact/text/words.h"
#include "redact/unicode.h"
#include "redact/veil/number.h"

namespace veil::redact {
namespace {

constexpr std::size_t kTextMax = 60;
constexpr std::size_t kTail = 4;  // digits that people name a number by

FormTag tag_of(const KnownValue& value, SpanType type, Rule rule = Rule::known, bool weak = false) {
  return {type, rule, value.part, weak, std::min(value.number, kNumberMax)};
}

std::string digits_of(const FoldedText& text) {
  std::string out;
  for (const Letter& letter : text.letters()) {
    if (letter.kind == CharKind::digit) out.push_back(static_cast<char>(letter.c));
  }
  return out;
}

void add_tail(std::string_view digits, const FormTag& tag, FormSet& forms) {
  if (digits.size() < 2 * kTail) return;
  FormTag weak = tag;
  weak.rule = Rule::known_part;
  weak.weak = true;
  forms.add_digits(digits.substr(digits.size() - kTail), weak);
}

void add_number(const FoldedText& text, const KnownValue& value, SpanType type, FormSet& forms) {
  const std::string digits = digits_of(text);
  const FormTag tag = tag_of(value, type);
  if (digits.size() >= 6) forms.add_digits(digits, tag);
  add_tail(digits, tag, forms);
  forms.add_text(text.part(0, text.size()), tag);
}

void add_cn_id(const KnownValue& value, FormSet& forms) {
  const FormTag tag = tag_of(value, SpanType::id_card);
  const FoldedText text(value.text);
  const auto number = read_cn_id(value.text);
  if (!number) return add_number(text, value, SpanType::id_card, forms);
  const std::string whole = cn_id_of_18(*number);
  forms.add_digits(whole, tag);
  forms.add_digits(*number, tag);
  if (whole.size() == 18) {
    forms.add_digits(whole.substr(0, 17), tag);
    forms.add_digits(whole.substr(0, 6) + whole.substr(8, 9), tag);
    add_tail(whole, tag, forms);
    FormTag weak = tag;
    weak.rule = Rule::known_part;
    weak.weak = true;
    forms.add_digits(whole.substr(12), weak);
  }
}

void add_phone(const KnownValue& value, FormSet& forms) {
  const FormTag tag = tag_of(value, SpanType::phone);
  const FoldedText text(value.text);
  const auto phone = read_phone(value.text);
  add_number(text, value, SpanType::phone, forms);
  if (!phone) return;
  std::string digits = phone->normal;
  if (!digits.empty() && digits[0] == '+') digits.erase(0, 1);
  forms.add_digits(digits, tag);
  if (phone->shape == PhoneShape::landline && digits.size() >= 10) {
    const std::size_t area = digits[1] == '1' || digits[1] == '2' ? 3 : 4;
    forms.add_digits(digits.substr(area), tag);
  }
}

// Letters without marks, and as they are.
void add_literal(const FoldedText& text, const KnownValue& value, SpanType type, FormSet& forms) {
  const FormTag tag = tag_of(value, type);
  const std::u32string letters = text.part(0, text.size());
  forms.add_text(letters, tag);
  std::u32string plain;
  for (const Letter& letter : text.letters()) {
    if (letter.kind != CharKind::mark) plain.push_back(letter.c);
  }
  if (plain.size() >= 4) forms.add_text(plain, tag);
}

void add_plate(const FoldedText& text, const KnownValue& value, FormSet& forms) {
  std::u32string plain;
  for (const Letter& letter : text.letters()) {
    if (letter.kind != CharKind::mark) plain.push_back(letter.c);
  }
  if (plain.size() < 6) return;
  const FormTag tag = tag_of(value, SpanType::plate);
  forms.add_text(plain, tag);
  for (const char32_t mark : {U'\u00B7', U'-', U'.'}) {
    std::u32string marked = plain;
    marked.insert(2, 1, mark);
    forms.add_text(marked, tag);
  }
  forms.add_text(plain.substr(1), tag);
}

void add_mail(const FoldedText& text, const KnownValue& value, FormSet& forms) {
  const std::u32string letters = text.part(0, text.size());
  forms.add_text(letters, tag_of(value, SpanType::email));
  const std::size_t at = letters.find(U'@');
  if (at != letters.npos && at >= 6) {
    forms.add_text(letters.substr(0, at), tag_of(value, SpanType::email, Rule::known_part));
  }
}

// What short text is, seen from how it is written.
void add_line(const FoldedText& text, const KnownValue& value, FormSet& forms) {
  bool school = false;
  bool firm = false;
  for (const CueHit& cue : find_cues(text)) {
    school = school || cue.cue == Cue::school;
    firm = firm || cue.cue == Cue::firm || cue.cue == Cue::hospital;
  }
  std::size_t digits = 0;
  for (const Letter& letter : text.letters()) digits += letter.kind == CharKind::digit ? 1U : 0U;
  if (school) return add_body_forms(text, value, SpanType::school, forms);
  if (firm) return add_body_forms(text, value, SpanType::workplace, forms);
  const std::u32string letters = text.part(0, text.size());
  if (letters.ends_with(U"号") || digits * 2 > letters.size()) {
    return add_literal(text, value, SpanType::case_no, forms);
  }
  add_address_forms(text, value, forms);
  forms.add_text(letters, tag_of(value, SpanType::address));
}

}  // namespace

void FormSet::add(std::string key, const FormTag& tag) {
  const auto [at, is_new] = forms_.emplace(std::move(key), tag);
  if (is_new) return;
  const bool stronger =
      (at->second.weak && !tag.weak) || (at->second.weak == tag.weak && tag.rule < at->second.rule);
  if (stronger) at->second = tag;
}

void FormSet::add_text(std::u32string_view letters, const FormTag& tag) {
  if (letters.size() < 2) return;
  letters = letters.substr(0, kTextMax);
  add(static_cast<char>(Alphabet::text) + encode_utf8(letters), tag);
}

void FormSet::add_digits(std::string_view digits, const FormTag& tag) {
  if (digits.size() < kTail || digits.size() > kTextMax) return;
  add(static_cast<char>(Alphabet::digits) + std::string(digits), tag);
}

void FormSet::add_sound(std::u32string_view name, const FormTag& tag) {
  if (name.size() < 2) return;
  std::string key(1, static_cast<char>(Alphabet::sound));
  append_utf8(key, name[0]);
  for (const char32_t c : name.substr(1)) {
    const std::string_view sound = sound_of(c);
    if (sound.empty()) return;
    key += ' ';
    key += sound;
  }
  add(std::move(key), tag);
}

std::vector<Form> FormSet::take() {
  std::vector<Form> out;
  out.reserve(forms_.size());
  for (auto& [key, tag] : forms_) out.push_back({key, tag});
  forms_.clear();
  return out;
}

std::u32string joined(std::initializer_list<std::u32string_view> parts) {
  std::u32string out;
  for (const std::u32string_view part : parts) out += part;
  return out;
}

void add_forms(const KnownValue& value, FormSet& forms) {
  if (value.text.empty() || value.text.size() > 4096) return;
  const FoldedText text(value.text);
  const std::u32string letters = text.part(0, text.size());
  switch (value.kind) {
    case KnownKind::name:
      if (text.size() > 0 && text[0].kind == CharKind::han)
        return add_name_forms(letters, value, forms);
      return add_latin_name_forms(text, value, forms);
    case KnownKind::alias:
      if (text.size() > 0 && text[0].kind == CharKind::han)
        return add_alias_forms(letters, value, forms);
      return add_latin_name_forms(text, value, forms);
    case KnownKind::cn_id:
      return add_cn_id(value, forms);
    case KnownKind::phone:
      return add_phone(value, forms);
    case KnownKind::account:
      return add_number(text, value, SpanType::bank_card, forms);
    case KnownKind::address:
      return add_address_forms(text, value, forms);
    case KnownKind::employer:
      return add_body_forms(text, value, SpanType::workplace, forms);
    case KnownKind::school:
      return add_body_forms(text, value, SpanType::school, forms);
    case KnownKind::birth:
      return add_date_forms(value.text, value, SpanType::date_birth, forms);
    case KnownKind::date:
      return add_date_forms(value.text, value, SpanType::date, forms);
    case KnownKind::case_no:
      return add_literal(text, value, SpanType::case_no, forms);
    case KnownKind::wechat:
      return add_literal(text, value, SpanType::wechat, forms);
    case KnownKind::qq:
      return add_number(text, value, SpanType::qq, forms);
    case KnownKind::email:
      return add_mail(text, value, forms);
    case KnownKind::plate:
      return add_plate(text, value, forms);
    case KnownKind::passport:
      return add_literal(text, value, SpanType::passport, forms);
    case KnownKind::medical_no:
      return add_literal(text, value, SpanType::medical_no, forms);
    case KnownKind::certificate:
      return add_literal(text, value, SpanType::cert_no, forms);
    case KnownKind::disability_cert:
      return add_number(text, value, SpanType::disability_cert, forms);
    case KnownKind::student_no:
      return add_literal(text, value, SpanType::student_no, forms);
    case KnownKind::postcode:
      return add_literal(text, value, SpanType::postcode, forms);
    case KnownKind::uscc:
      return add_literal(text, value, SpanType::uscc, forms);
    case KnownKind::line:
      return add_line(text, value, forms);
  }
}

}  // namespace veil::redact
