#include "redact/text/known.h"

#include <algorithm>
#include <bitset>
#include <unordered_map>

#include "redact/text/characters_data.h"
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

std::uint64_t digits_key(std::string_view digits) noexcept {
  std::uint64_t key = 0;
  for (const char c : digits.substr(0, kDigitsMin)) key = key << 8 | static_cast<unsigned char>(c);
  return key;
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
  const auto add = [&out](std::size_t begin, std::size_t end, std::string key) {
    out.push_back(
        {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), std::move(key)});
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (const FormLength& length : lengths) {
      const std::size_t end = i + length.count;
      if (end > text.size() || length.alphabet == Alphabet::digits) continue;
      if (length.alphabet == Alphabet::text) add(i, end, text_key(text, i, end));
      if (length.alphabet == Alphabet::sound && text[i].kind == CharKind::han) {
        std::string key = sound_key(text, i, end);
        if (!key.empty()) add(i, end, std::move(key));
      }
    }
  }
  for (const Run& run : find_runs(text, kDigitsMin)) {
    for (std::size_t i = 0; i < run.size(); ++i) {
      for (const FormLength& length : lengths) {
        if (length.alphabet != Alphabet::digits || i + length.count > run.size()) continue;
        add(run.first_letter(i), run.end_letter(i + length.count),
            static_cast<char>(Alphabet::digits) + run.text(i, i + length.count));
      }
    }
  }
  return out;
}

// Forms by what stands at their beginning, so that most places of a text are left at one look.
struct KnownForms::Index {
  // A form whose letters, or whose digits, are compared in place.
  struct Entry {
    std::u32string letters;             // text and digits; of sound: the first letter
    std::vector<std::uint16_t> sounds;  // of the letters after it
    FormTag tag;
  };
  using Entries = std::vector<Entry>;
  std::unordered_map<std::uint64_t, Entries> texts;  // by the first two letters
  std::unordered_map<std::uint64_t, Entries>
      sounds;  // by the first letter and the next one's sound
  std::unordered_map<std::uint64_t, Entries> digits;  // by the first four
  std::bitset<0x10000> starts;

  static std::uint64_t key(char32_t first, char32_t second) noexcept {
    return static_cast<std::uint64_t>(first) << 32 | second;
  }
  void add(const Form& form);
};

namespace {

const std::unordered_map<std::string_view, std::uint16_t>& sound_numbers() {
  static const auto made = [] {
    std::unordered_map<std::string_view, std::uint16_t> out;
    for (std::size_t i = 1; i < kSyllableCount; ++i) {
      out.emplace(kSyllables[i], static_cast<std::uint16_t>(i));
    }
    return out;
  }();
  return made;
}

std::u32string letters_of(std::string_view utf8) {
  return decode_utf8(utf8).value_or(std::u32string());
}

}  // namespace

void KnownForms::Index::add(const Form& form) {
  const auto alphabet = static_cast<Alphabet>(form.key[0]);
  const std::string_view rest = std::string_view(form.key).substr(1);
  Entry entry;
  entry.tag = form.tag;
  if (alphabet == Alphabet::sound) {
    const std::size_t first = std::min(rest.find(' '), rest.size());
    entry.letters = letters_of(rest.substr(0, first));
    for (std::size_t at = first; at < rest.size();) {
      const std::size_t end = std::min(rest.find(' ', at + 1), rest.size());
      entry.sounds.push_back(sound_numbers().at(rest.substr(at + 1, end - at - 1)));
      at = end;
    }
    if (entry.letters.empty() || entry.sounds.empty()) return;
    starts.set(entry.letters[0] & 0xFFFF);
    const std::uint64_t at = key(entry.letters[0], entry.sounds[0]);
    sounds[at].push_back(std::move(entry));
    return;
  }
  entry.letters = letters_of(rest);
  if (entry.letters.size() < 2) return;
  if (alphabet == Alphabet::text) {
    starts.set(entry.letters[0] & 0xFFFF);
    const std::uint64_t at = key(entry.letters[0], entry.letters[1]);
    texts[at].push_back(std::move(entry));
  } else if (entry.letters.size() >= kDigitsMin) {
    digits[digits_key(rest)].push_back(std::move(entry));
  }
}

KnownForms::KnownForms(std::span<const KnownValue> values) : index_(std::make_unique<Index>()) {
  for (const Form& form : forms_of(values)) index_->add(form);
}

KnownForms::~KnownForms() = default;

Result<std::vector<FormHit>> KnownForms::find(const FoldedText& text) const {
  std::vector<FormHit> out;
  const auto hit = [&out](std::size_t begin, std::size_t end, const FormTag& tag) {
    out.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), tag});
  };
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    const char32_t first = text[i].c;
    if (!index_->starts[first & 0xFFFF]) continue;
    if (const auto at = index_->texts.find(Index::key(first, text[i + 1].c));
        at != index_->texts.end()) {
      for (const auto& entry : at->second) {
        if (text.view(i, i + entry.letters.size()) == entry.letters)
          hit(i, i + entry.letters.size(), entry.tag);
      }
    }
    const auto at = index_->sounds.find(Index::key(first, sound_number(text[i + 1].c)));
    if (at == index_->sounds.end() || text[i].kind != CharKind::han) continue;
    for (const auto& entry : at->second) {
      std::size_t same = 0;
      while (same < entry.sounds.size() && i + 1 + same < text.size() &&
             sound_number(text[i + 1 + same].c) == entry.sounds[same]) {
        ++same;
      }
      if (same == entry.sounds.size()) hit(i, i + 1 + same, entry.tag);
    }
  }
  if (index_->digits.empty()) return out;
  for (const Run& run : find_runs(text, kDigitsMin)) {
    const std::string all = run.text(0, run.size());
    for (std::size_t i = 0; i + kDigitsMin <= all.size(); ++i) {
      const auto at = index_->digits.find(digits_key(std::string_view(all).substr(i)));
      if (at == index_->digits.end()) continue;
      for (const auto& entry : at->second) {
        const std::size_t size = entry.letters.size();
        const bool same =
            i + size <= all.size() && std::equal(entry.letters.begin(), entry.letters.end(),
                                                 all.begin() + static_cast<std::ptrdiff_t>(i));
        if (same) hit(run.first_letter(i), run.end_letter(i + size), entry.tag);
      }
    }
  }
  return out;
}

}  // namespace veil::redact
