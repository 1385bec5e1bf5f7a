#include <chrono>
#include <set>

#include <catch2/catch.hpp>

#include "redact/decision.h"
#include "store/log/entry.h"
#include "tools/veil/phrases.h"

namespace veil::tools {
namespace {

Phrases parsed(std::string_view po) {
  auto read = Phrases::parse(po);
  REQUIRE(read);
  return std::move(*read);
}

}  // namespace

TEST_CASE("places are filled in their order, or as they are numbered", "[tools][phrases]") {
  const std::vector<std::string> parts = {"a", "{}", "c"};
  CHECK(filled("{} {} {}", parts) == "a {} c");
  CHECK(filled("{3}{1}{2}", parts) == "ca{}");
  CHECK(filled("{} {} {} {}", parts) == "a {} c {}");
  CHECK(filled("{4} {0} {x} {", parts) == "{4} {0} {x} {");
}

TEST_CASE("a phrase file: lines joined, escapes, header left out", "[tools][phrases]") {
  const Phrases phrases = parsed(
      "# remark\nmsgid \"\"\nmsgstr \"Language: zh_CN\\n\"\n\n"
      "msgid \"a \\\"b\\\"\\n\"\n\"c\\\\n\"\nmsgstr \"甲\\n\"\n\"乙\"\n"
      "msgid \"not yet\"\nmsgstr \"\"\n");
  CHECK(phrases.all().size() == 1);
  CHECK(phrases.find("a \"b\"\nc\\n") == "甲\n乙");
  CHECK(phrases.find("not yet") == "not yet");
}

TEST_CASE("what is no phrase file is refused with its line", "[tools][phrases]") {
  const auto po = GENERATE(values<std::string>(
      {"x", "\"x\"", "msgid x", "msgid \"x", "msgid \"x\\\"", "msgstr_plural \"x\"", "msgid \""}));
  CAPTURE(po);
  const auto read = Phrases::parse("msgid \"a\"\nmsgstr \"b\"\n\n" + po + "\n");
  REQUIRE_FALSE(read);
  CHECK(read.error().message.find("line 4") != std::string::npos);
}

TEST_CASE("a text that is filled already is known again, and what is in it", "[tools][phrases]") {
  const Phrases phrases = parsed(
      "msgid \"{}: {} of {}\"\nmsgstr \"{1}：{3} 之 {2}\"\n"
      "msgid \"open: {}\"\nmsgstr \"打开：{}\"\n"
      "msgid \"open: the file {} is cut\"\nmsgstr \"打开：文件 {} 不完整\"\n"
      "msgid \"all bad\"\nmsgstr \"坏\"\nmsgid \"log\"\nmsgstr \"日志\"\n");
  CHECK(phrases.said("x: 1 of 2") == "x：2 之 1");
  CHECK(phrases.said("open: all bad") == "打开：坏");
  CHECK(phrases.said("open: log") == "打开：log");  // a file of that name
  CHECK(phrases.said("open: worse") == "打开：worse");
  // The phrase that says most decides.
  CHECK(phrases.said("open: the file a b is cut") == "打开：文件 a b 不完整");
  CHECK(phrases.said("open: open: open: all bad") == "打开：打开：打开：坏");
  CHECK(phrases.said("something else") == "something else");
  CHECK(phrases.said("") == "");
}

TEST_CASE("what is said most of decides, not the longest single phrase", "[tools][phrases]") {
  const Phrases phrases = parsed(
      "msgid \"write: {}\"\nmsgstr \"写入：{}\"\n"
      "msgid \"{} must be {}\"\nmsgstr \"{} 须是 {}\"\n"
      "msgid \"a referral is open: it must be done first\"\nmsgstr \"转介未完成\"\n");
  CHECK(phrases.said("write: a referral is open: it must be done first") == "写入：转介未完成");
  CHECK(phrases.said("write: the last one must be x") == "写入：the last one 须是 x");
}

TEST_CASE("a text that holds itself many times ends", "[tools][phrases]") {
  const Phrases phrases = parsed("msgid \"a: {}\"\nmsgstr \"甲：{}\"\n");
  std::string deep;
  for (int i = 0; i < 10000; ++i) deep += "a: ";
  CHECK(phrases.said(deep).starts_with("甲：甲："));
}

TEST_CASE("a text that every phrase fits ends soon, and so does a long one", "[tools][phrases]") {
  std::string po;
  for (int i = 0; i < 300; ++i) {
    const std::string words = "{} a {} " + std::string(static_cast<std::size_t>(i % 7), 'b') + "{}";
    po +=
        "msgid \"" + words + std::string(static_cast<std::size_t>(i), '{') + "\"\nmsgstr \"x\"\n\n";
    po += "msgid \"{} a {}" + std::string(static_cast<std::size_t>(i % 40), ' ') + "{}" +
          std::to_string(i) + "{}\"\nmsgstr \"y {} {} {} {}\"\n\n";
  }
  const Phrases phrases = parsed(po);
  std::string text;
  for (int i = 0; i < 2000; ++i) text += " a b" + std::to_string(i % 300) + "   ";
  const auto begin = std::chrono::steady_clock::now();
  CHECK_FALSE(phrases.said(text).empty());
  CHECK_FALSE(chinese_phrases().said(text).empty());
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(5));
}

TEST_CASE("every reason and every action of the log has its Chinese", "[tools][phrases]") {
  std::set<std::string_view> words;
  for (unsigned i = 0; i < 256; ++i) {
    words.insert(redact::to_string(static_cast<redact::Why>(i)));
    words.insert(store::to_string(static_cast<store::Action>(i)));
  }
  words.erase("");
  CHECK(words.size() >= 30);
  for (const std::string_view word : words) {
    CAPTURE(word);
    CHECK(chinese_phrases().all().contains(word));
  }
}

}  // namespace veil::tools
