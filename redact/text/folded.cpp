#include "redact/text/folded.h"

#include "crypto/result.h"
#include "redact/unicode.h"

namespace veil::redact {
namespace {

// The common cases of UTF-8 by hand: most of the time spent on a text is spent here.
Step step_at(std::string_view text, std::size_t at) noexcept {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const unsigned first = byte(0);
  if (first < 0x80) return {first, 1};
  if (first >= 0xE1 && first <= 0xEC && text.size() - at >= 3 && (byte(1) & 0xC0) == 0x80 &&
      (byte(2) & 0xC0) == 0x80) {
    return {((first & 0x0FU) << 12) | ((byte(1) & 0x3FU) << 6) | (byte(2) & 0x3FU), 3};
  }
  return first_character(text.substr(at, 4));
}

void append(std::string& to, char32_t c) {
  if (c < 0x80) {
    to.push_back(static_cast<char>(c));
  } else if (c >= 0x800 && c < 0x10000) {
    const char bytes[3] = {static_cast<char>(0xE0 | (c >> 12)),
                           static_cast<char>(0x80 | ((c >> 6) & 0x3F)),
                           static_cast<char>(0x80 | (c & 0x3F))};
    to.append(bytes, 3);
  } else {
    append_utf8(to, c);
  }
}

}  // namespace

FoldedText::FoldedText(std::string_view text) {
  VEIL_REQUIRE(text.size() <= kSizeMax);
  letters_.reserve(text.size() / 2);
  chars_.reserve(text.size() / 2);
  bytes_.reserve(text.size() + 16);
  letter_of_.reserve(text.size() + 16);
  for (std::size_t at = 0; at < text.size();) {
    const Step step = step_at(text, at);
    const auto begin = static_cast<std::uint32_t>(at);
    if (step.size == 0) {
      push({0xFFFD, CharKind::mark}, begin, 1);
      ++at;
      continue;
    }
    add(step.character, begin, static_cast<std::uint16_t>(step.size));
    at += step.size;
  }
}

void FoldedText::add(char32_t c, std::uint32_t begin, std::uint16_t size) {
  const FoldedChar folded = fold_char(c);
  switch (folded.kind) {
    case CharKind::none:
      // It belongs to what it stands on, if that is taken out.
      if (!letters_.empty() && letters_.back().end() == begin && letters_.back().size < 0x1000) {
        letters_.back().size = static_cast<std::uint16_t>(letters_.back().size + size);
      }
      return;
    case CharKind::blank:
      if (gap_ == Gap::none) gap_ = Gap::blank;
      return;
    case CharKind::line:
      gap_ = Gap::line;
      return;
    case CharKind::several: {
      const std::u32string parts(expand(c));
      for (const char32_t part : parts) {
        const FoldedChar one = fold_char(part);
        if (one.kind == CharKind::blank) continue;
        push(one.kind == CharKind::several ? FoldedChar{part, CharKind::mark} : one, begin, size);
      }
      return;
    }
    case CharKind::han:
    case CharKind::letter:
    case CharKind::digit:
    case CharKind::mark:
      push(folded, begin, size);
      return;
  }
}

void FoldedText::push(const FoldedChar& folded, std::uint32_t begin, std::uint16_t size) {
  letters_.push_back({folded.c, begin, size, folded.kind, gap_, folded.upper, folded.enclosed});
  has_capitals_ = has_capitals_ || (folded.upper && folded.c < 0x250);
  has_digits_ = has_digits_ || folded.kind == CharKind::digit;
  chars_.push_back(folded.c);
  gap_ = Gap::none;
  const std::size_t before = bytes_.size();
  append(bytes_, folded.c);
  letter_of_.insert(letter_of_.end(), bytes_.size() - before,
                    static_cast<std::uint32_t>(letters_.size() - 1));
}

const Letter& FoldedText::outside() noexcept {
  static const Letter none{0, 0, 0, CharKind::mark, Gap::line, false, false};
  return none;
}

}  // namespace veil::redact
