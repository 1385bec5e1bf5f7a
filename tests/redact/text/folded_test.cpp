// Folding: what rules read instead of the text, and the exact way back to its bytes.
#include "redact/text/folded.h"

#include <catch2/catch.hpp>

#include <random>

#include "redact/unicode.h"

namespace veil::tests {
namespace {

using redact::CharKind;
using redact::FoldedText;
using redact::Gap;

struct Place {
  std::uint32_t begin;
  std::uint32_t end;
  bool operator==(const Place&) const = default;
};

struct Row {
  const char* why;
  std::string text;
  std::string folded;
  std::vector<Place> places;  // of each character of `folded` in the text
};

std::vector<Place> places_of(const FoldedText& text) {
  std::vector<Place> out;
  for (const redact::Letter& letter : text.letters()) out.push_back({letter.begin, letter.end()});
  return out;
}

}  // namespace

TEST_CASE("a text is folded, and each character knows its bytes", "[redact][text]") {
  const auto row = GENERATE(values<Row>({
      {"plain", "a1王", "a1王", {{0, 1}, {1, 2}, {2, 5}}},
      {"nothing", "", "", {}},
      {"capital letters", "Wa", "wa", {{0, 1}, {1, 2}}},
      {"full width", "１Ａ", "1a", {{0, 3}, {3, 6}}},
      {"a digit in a circle", "①", "1", {{0, 3}}},
      {"a zero in a circle", "⓪", "0", {{0, 3}}},
      {"a digit in a black circle", "❶", "1", {{0, 3}}},
      {"a digit in brackets", "⑴", "1", {{0, 3}}},
      {"a digit with a dot", "⒈", "1", {{0, 3}}},
      {"raised and lowered", "²₃", "23", {{0, 2}, {2, 5}}},
      {"a mathematical digit", "𝟕", "7", {{0, 4}}},
      {"a keycap", "1\uFE0F\u20E3", "1", {{0, 1}}},
      {"numerals stay what they are", "壹二〇幺", "壹二〇幺", {{0, 3}, {3, 6}, {6, 9}, {9, 12}}},
      {"a space of no width", "王\u200B丽", "王丽", {{0, 3}, {6, 9}}},
      {"a soft hyphen", "a\u00ADb", "ab", {{0, 1}, {3, 4}}},
      {"a mark of direction", "a\u202Eb", "ab", {{0, 1}, {4, 5}}},
      {"a variation of an ideograph", "葛\U000E0100x", "葛x", {{0, 3}, {7, 8}}},
      {"an accent, composed", "\u00E9x", "ex", {{0, 2}, {2, 3}}},
      {"an accent, decomposed", "e\u0301x", "ex", {{0, 1}, {3, 4}}},
      {"two accents", "\u01D8", "u", {{0, 2}}},
      {"traditional", "張麗", "张丽", {{0, 3}, {3, 6}}},
      {"a radical for an ideograph", "\u2F00", "一", {{0, 3}}},
      {"an ideograph of another plane", "𠮷", "𠮷", {{0, 4}}},
      {"one that is more than one", "\u33A5", "m3", {{0, 3}, {0, 3}}},
      {"a ligature", "\uFB03x", "ffix", {{0, 3}, {0, 3}, {0, 3}, {3, 4}}},
      {"dots and dashes", "•—〔", "·-(", {{0, 3}, {3, 6}, {6, 9}}},
      {"blanks are left out", " a \u3000b\t", "ab", {{1, 2}, {6, 7}}},
      {"what is no UTF-8", "\xFF王\xE7", "\uFFFD王\uFFFD", {{0, 1}, {1, 4}, {4, 5}}},
      {"half a pair in UTF-8", "\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD", {{0, 1}, {1, 2}, {2, 3}}},
      {"too long a form", "\xC0\x80", "\uFFFD\uFFFD", {{0, 1}, {1, 2}}},
  }));
  CAPTURE(row.why);
  const FoldedText text(row.text);
  CHECK(text.bytes() == row.folded);
  CHECK(places_of(text) == row.places);
}

TEST_CASE("what was left out before a character is noted", "[redact][text]") {
  const FoldedText text("a b\nc \n d\u2028e\u200Bf");
  REQUIRE(text.size() == 6);
  CHECK(text[0].gap == Gap::line);  // the beginning is one
  CHECK(text[1].gap == Gap::blank);
  CHECK(text[2].gap == Gap::line);
  CHECK(text[3].gap == Gap::line);
  CHECK(text[4].gap == Gap::line);
  CHECK(text[5].gap == Gap::none);
}

TEST_CASE("what kind a character is, and what it was", "[redact][text]") {
  const FoldedText text("Wa①1王,");
  REQUIRE(text.size() == 6);
  CHECK(text[0].upper);
  CHECK_FALSE(text[1].upper);
  CHECK(text[2].enclosed);
  CHECK(text[2].kind == CharKind::digit);
  CHECK_FALSE(text[3].enclosed);
  CHECK(text[4].kind == CharKind::han);
  CHECK(text[5].kind == CharKind::mark);
  CHECK(text.at(-1).kind == CharKind::mark);
  CHECK(text.at(6).c == 0);
}

TEST_CASE("the way back is exact for every character there is", "[redact][text]") {
  std::string all;
  std::vector<std::size_t> borders;
  for (char32_t c = 1; c <= 0x10FFFF; c += c < 0x30000 ? 1 : 0x101) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    borders.push_back(all.size());
    redact::append_utf8(all, c);
  }
  borders.push_back(all.size());
  const FoldedText text(all);
  std::uint32_t last = 0;
  for (const redact::Letter& letter : text.letters()) {
    const auto border = std::lower_bound(borders.begin(), borders.end(), letter.begin);
    if (*border != letter.begin || *(border + 1) != letter.end() || letter.begin < last) {
      FAIL("a character does not know its bytes: " << letter.begin);
    }
    last = letter.begin;
  }
  CHECK(redact::is_utf8(text.bytes()));
}

TEST_CASE("any bytes are folded, in order and within the text", "[redact][text][property]") {
  const auto seed = GENERATE(take(100, random(0U, 0xffffffffU)));
  CAPTURE(seed);
  std::mt19937 rng(seed);
  std::string bytes(rng() % 300, '\0');
  for (char& byte : bytes) {
    byte = static_cast<char>(rng() % 3 == 0 ? 0xE4 + rng() % 6 : 0x80 + rng() % 0x40);
  }
  const FoldedText text(bytes);
  std::uint32_t last = 0;
  std::size_t at = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    CHECK(text[i].begin >= last);
    CHECK(text[i].end() > text[i].begin);
    CHECK(text[i].end() <= bytes.size());
    last = text[i].begin;
    std::string one;
    redact::append_utf8(one, text[i].c);
    CHECK(text.bytes().compare(at, one.size(), one) == 0);
    for (std::size_t k = at; k < at + one.size(); ++k) CHECK(text.letter_of(k) == i);
    at += one.size();
  }
  CHECK(at == text.bytes().size());
}

}  // namespace veil::tests
