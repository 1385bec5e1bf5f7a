#include "redact/text/known.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "redact/text/forms.h"
#include "redact/text/runs.h"
#include "redact/unicode.h"

namespace veil::redact {
namespace {

constexpr std::size_t kDigitsMin = 4;  // of a run in which forms of digits are looked for

std::string text_key(const FoldedText& text, std::size_t begin, std::size_t end) {
  std::string key(1, static_cast<char>(Alphabet::text));
  for (std::size_t i = begin; i < end; ++i) append_utf8(key, text[i].c);
  return key;
}

// The first ideograph as it is, the others by their sound; empty if one has none.
std::string sound_key(const FoldedText& text, std::size_t begin, std::size_t end) {
  std::string key(1, static_cast<char>(Alphabet::sound));
  append_utf8(key, text[begin].c);
  for (std::size_t i = begin + 1; i < end; ++i) {
    const std::string_view sound = sound_of(text[i].c);
    if (sound.empty()) return {};
    key += ' ';
    key += sound;
  }
  return key;
}

// Calls `each` with every piece of these lengths. `wanted(alphabet, first letter)` leaves out what
// cannot be a form.
template <typename Wanted, typename Each>
void for_each_piece(const FoldedText& text, std::span<const FormLength> lengths,
                    const Wanted& wanted, const Each& each) {
  bool digits = false;
  for (const FormLength& length : lengths) digits = digits || length.alphabet == Alphabet::digits;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool as_text = wanted(Alphabet::text, text[i].c);
    const bool as_sound = text[i].kind == CharKind::han && wanted(Alphabet::sound, text[i].c);
    if (!as_text && !as_sound) continue;
    for (const FormLength& length : lengths) {
      const std::size_t end = i + length.count;
      if (end > text.size()) continue;
      if (length.alphabet == Alphabet::text && as_text) each(i, end, text_key(text, i, end));
      if (length.alphabet == Alphabet::sound && as_sound) {
        std::string key = sound_key(text, i, end);
        if (!key.empty()) each(i, end, std::move(key));
      }
    }
  }
  if (!digits) return;
  for (const Run& run : find_runs(text, kDigitsMin)) {
    for (std::size_t i = 0; i < run.size(); ++i) {
      for (const FormLength& length : lengths) {
        if (length.alphabet != Alphabet::digits || i + length.count > run.size()) continue;
        each(run.first_letter(i), run.end_letter(i + length.count),
             static_cast<char>(Alphabet::digits) + run.text(i, i + length.count));
      }
    }
  }
}

}  // namespace

std::uint32_t pack(const FormTag& tag) noexcept {
  return static_cast<std::uint32_t>(tag.type) | static_cast<std::uint32_t>(tag.rule) << 6 |
         static_cast<std::uint32_t>(tag.part) << 10 | (tag.weak ? 1U << 14 : 0U) |
         std::min(tag.number, kNumberMax) << 16;
}

std::optional<FormTag> unpack(std::uint32_t packed) noexcept {
  const std::uint32_t type = packed & 0x3F;
  const std::uint32_t rule = packed >> 6 & 0xF;
  const std::uint32_t part = packed >> 10 & 0xF;
  if (type > static_cast<std::uint32_t>(SpanType::postcode) ||
      rule > static_cast<std::uint32_t>(Rule::repeat) ||
      part > static_cast<std::uint32_t>(Part::matter) || (packed >> 15 & 1) != 0) {
    return std::nullopt;
  }
  return FormTag{static_cast<SpanType>(type), static_cast<Rule>(rule), static_cast<Part>(part),
                 (packed >> 14 & 1) != 0, packed >> 16};
}

FormLength length_of(std::string_view key) noexcept {
  if (key.empty()) return {};
  const auto alphabet = static_cast<Alphabet>(key[0]);
  std::size_t count = 0;
  if (alphabet == Alphabet::sound) {
    count = 1 + static_cast<std::size_t>(std::count(key.begin(), key.end(), ' '));
  } else {
    for (const char c : key.substr(1)) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }
  return {alphabet, static_cast<std::uint8_t>(std::min<std::size_t>(count, 255))};
}

std::vector<Form> forms_of(std::span<const KnownValue> values) {
  FormSet forms;
  for (const KnownValue& value : values) add_forms(value, forms);
  return forms.take();
}

std::vector<Piece> pieces_of(const FoldedText& text, std::span<const FormLength> lengths) {
  std::vector<Piece> out;
  for_each_piece(
      text, lengths, [](Alphabet, char32_t) { return true; },
      [&out](std::size_t begin, std::size_t end, std::string key) {
        out.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end),
                       std::move(key)});
      });
  return out;
}

struct KnownForms::Index {
  std::unordered_map<std::string, FormTag> tags;
  std::vector<FormLength> lengths;
  std::unordered_set<char32_t> text_starts;
  std::unordered_set<char32_t> sound_starts;
};

KnownForms::KnownForms(std::span<const KnownValue> values) : index_(std::make_unique<Index>()) {
  std::set<FormLength> lengths;
  for (Form& form : forms_of(values)) {
    lengths.insert(length_of(form.key));
    const char32_t first = first_character(std::string_view(form.key).substr(1)).character;
    const auto alphabet = static_cast<Alphabet>(form.key[0]);
    if (alphabet == Alphabet::text) index_->text_starts.insert(first);
    if (alphabet == Alphabet::sound) index_->sound_starts.insert(first);
    index_->tags.emplace(std::move(form.key), form.tag);
  }
  index_->lengths.assign(lengths.begin(), lengths.end());
}

KnownForms::~KnownForms() = default;

Result<std::vector<FormHit>> KnownForms::find(const FoldedText& text) const {
  std::vector<FormHit> out;
  for_each_piece(
      text, index_->lengths,
      [this](Alphabet alphabet, char32_t first) {
        return alphabet == Alphabet::text ? index_->text_starts.contains(first)
                                          : index_->sound_starts.contains(first);
      },
      [&](std::size_t begin, std::size_t end, const std::string& key) {
        const auto at = index_->tags.find(key);
        if (at == index_->tags.end()) return;
        out.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end),
                       at->second});
      });
  return out;
}

}  // namespace veil::redact
