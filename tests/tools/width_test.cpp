// Text in a terminal: widths, cutting, wrapping, and nothing that a terminal would obey.
#include "tools/veil/width.h"

#include <catch2/catch.hpp>

#include <random>

#include "redact/unicode.h"

using veil::tools::Breaks;
using veil::tools::cut;
using veil::tools::display_width;
using veil::tools::pad_left;
using veil::tools::pad_right;
using veil::tools::printable;
using veil::tools::wrap;

TEST_CASE("width: columns of what people write", "[width]") {
  CHECK(display_width("") == 0);
  CHECK(display_width("abc") == 3);
  CHECK(display_width("欧阳某") == 6);
  CHECK(display_width("𠮷") == 2);
  CHECK(display_width("ＡＢ") == 4);
  CHECK(display_width("，。") == 4);
  CHECK(display_width("e\u0301") == 1);
  CHECK(display_width("\u200B") == 0);
  CHECK(display_width("30–34 岁") == 8);
  CHECK(display_width("👩‍👩‍👧") == 2);
  CHECK(display_width("🇨🇳") == 2);
  CHECK(display_width("ｱｲ") == 2);
  CHECK(display_width("¥12,800.50") == 10);
}

TEST_CASE("width: padding and cutting", "[width]") {
  CHECK(pad_right("朝阳", 6) == "朝阳  ");
  CHECK(pad_left("朝阳", 6) == "  朝阳");
  CHECK(pad_right("朝阳区", 4) == "朝阳区");
  CHECK(cut("朝阳区", 6) == "朝阳区");
  CHECK(cut("朝阳区", 5) == "朝阳…");
  CHECK(cut("朝阳区", 4) == "朝…");
  CHECK(cut("朝阳区", 1) == "…");
  CHECK(cut("朝阳区", 0).empty());
  CHECK(cut("e\u0301e\u0301e\u0301", 2) == "e\u0301…");
}

TEST_CASE("width: wrapping", "[width]") {
  using Lines = std::vector<std::string>;
  CHECK(wrap("", 10) == Lines{""});
  CHECK(wrap("one two three", 7) == Lines{"one two", "three"});
  CHECK(wrap("one two  three", 8) == Lines{"one two", "three"});
  CHECK(wrap("她说今天没有去过那里", 8) == Lines{"她说今天", "没有去过", "那里"});
  CHECK(wrap("她说今天，没有去过", 8) == Lines{"她说今", "天，没有", "去过"});
  CHECK(wrap("她说过（今天）没有", 8) == Lines{"她说过", "（今天）", "没有"});
  CHECK(wrap("a\nb", 5) == Lines{"a", "b"});
  CHECK(wrap("a\n\nb\n", 5) == Lines{"a", "", "b", ""});
  CHECK(wrap("abcdefgh", 3) == Lines{"abc", "def", "gh"});
  CHECK(wrap("案件 abcdefgh", 6) == Lines{"案件", "abcdef", "gh"});
  CHECK(wrap("电话13800138000转", 12) == Lines{"电话", "13800138000", "转"});
  CHECK(wrap("ab \u200Dcd", 3) == Lines{"ab \u200D", "cd"});
  CHECK(wrap("。。。。", 4) == Lines{"。。", "。。"});
  CHECK(wrap("see --at-most for it", 9) == Lines{"see", "--at-most", "for it"});
  CHECK(wrap("on 2026-03-17 it was", 10) == Lines{"on", "2026-03-17", "it was"});
  CHECK(wrap("a step-by-step plan", 8) == Lines{"a step-", "by-step", "plan"});
}

TEST_CASE("width: a terminal obeys nothing of it", "[width]") {
  CHECK(printable("\x1b[31mred") == "\\x1b[31mred");
  CHECK(printable("a\u202Eb") == "a\\u{202e}b");
  CHECK(printable("\u2066x\u2069") == "\\u{2066}x\\u{2069}");
  CHECK(printable("\u009B31m") == "\\u{9b}31m");
  CHECK(printable("a\nb\tc") == "a\\nb\\x09c");
  CHECK(printable("a\r\nb\tc", Breaks::keep) == "a\nb    c");
  CHECK(printable("a\rb", Breaks::keep) == "a\\x0db");
  CHECK(printable("\xFF\xC3") == "\\xff\\xc3");
  CHECK(printable("欧阳·𠮷") == "欧阳·𠮷");
}

TEST_CASE("width: random bytes stay within the width and harmless", "[width]") {
  const auto seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  for (int i = 0; i < 5000; ++i) {
    std::string text;
    for (auto n = random() % 40; n > 0; --n) {
      if (random() % 3 == 0) {
        text += static_cast<char>(random() % 256);
      } else {
        veil::redact::append_utf8(text, random() % 4 == 0 ? char32_t{0x2000} + random() % 0x80
                                                          : char32_t{0x4E00} + random() % 0x5000);
      }
    }
    const std::string safe = printable(text);
    const auto characters = veil::redact::decode_utf8(safe);
    REQUIRE(characters);
    for (const char32_t c : *characters) {
      REQUIRE_FALSE(veil::redact::is_control(c));
      REQUIRE_FALSE(veil::redact::is_bidi_control(c));
    }
    REQUIRE(printable(safe) == safe);
    const std::size_t width = 2 + random() % 20;
    REQUIRE(display_width(cut(safe, width)) <= width);
    std::string joined;
    for (const auto& line : wrap(safe, width)) {
      REQUIRE(display_width(line) <= width);
      joined += line;
    }
    // Nothing but spaces is lost.
    std::string dense = safe;
    std::erase(dense, ' ');
    std::erase(joined, ' ');
    REQUIRE(joined == dense);
  }
}
