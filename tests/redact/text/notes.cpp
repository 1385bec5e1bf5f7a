#include "tests/redact/text/notes.h"

#include <algorithm>
#include <array>
#include <fstream>

#include <catch2/catch.hpp>

#include "redact/unicode.h"

namespace veil::tests {
namespace {

// The string behind `key` in a line of JSON as tests/data/notes are written: no \u escapes.
std::string string_at(const std::string& line, const std::string& key) {
  std::size_t at = line.find("\"" + key + "\": \"");
  if (at == std::string::npos) return {};
  std::string out;
  for (at += key.size() + 5; at < line.size() && line[at] != '"'; ++at) {
    if (line[at] != '\\') {
      out.push_back(line[at]);
      continue;
    }
    const char c = line[++at];
    out.push_back(c == 'n' ? '\n' : c == 't' ? '\t' : c);
  }
  return out;
}

// ⟦PERSON:王丽⟧ is 王丽
std::string unmarked(const std::string& text) {
  std::u32string out;
  bool in_label = false;
  for (const char32_t c : redact::decode_utf8(text).value_or(U"")) {
    if (c == U'⟦') in_label = true;
    const bool ends_label = in_label && c == U':';
    if (!in_label && c != U'⟧') out.push_back(c);
    if (ends_label) in_label = false;
  }
  return redact::encode_utf8(out);
}

std::vector<std::string> sentences(const std::string& text) {
  std::vector<std::string> out(1);
  for (const char32_t c : redact::decode_utf8(text).value_or(U"")) {
    redact::append_utf8(out.back(), c);
    if (std::u32string_view(U"。，；\n,.").find(c) != std::u32string_view::npos) out.emplace_back();
  }
  return out;
}

std::vector<std::string> read_notes() {
  std::vector<std::string> out;
  for (const char* file : {"federation", "field"}) {
    std::ifstream in("tests/data/notes/" + std::string(file) + ".jsonl", std::ios::binary);
    for (std::string line; std::getline(in, line);) {
      std::string text = unmarked(string_at(line, "marked"));
      if (!text.empty()) out.push_back(std::move(text));
    }
  }
  REQUIRE(out.size() > 100);
  return out;
}

}  // namespace

const std::vector<std::string>& notes() {
  static const std::vector<std::string> all = read_notes();
  return all;
}

std::string mixture(std::mt19937& rng) {
  static const std::vector<std::string> parts = [] {
    std::vector<std::string> out;
    for (const std::string& note : notes()) {
      for (std::string& one : sentences(note)) out.push_back(std::move(one));
    }
    return out;
  }();
  static const std::array between = {
      "",     "",  " ", "\n", "\u200B", "\u3000", "【", "】",   "１３", "①",  "王",   "·",   "@",
      "🙂", "é", "(", "（", "“",      "0",      "x",  "四川", "-",    "某", "\xFF", "\xE7"};
  std::string out;
  for (std::size_t count = 1 + rng() % 5; count > 0; --count) {
    const std::string& part = parts[rng() % parts.size()];
    const std::size_t from = rng() % 4 == 0 ? rng() % (part.size() + 1) : 0;
    const std::size_t size = rng() % 4 == 0 ? rng() % (part.size() + 1) : part.size();
    out += part.substr(from, size);
    out += between[rng() % between.size()];
  }
  return out;
}

std::vector<redact::KnownValue> any_values(std::mt19937& rng) {
  using redact::KnownKind;
  using redact::Part;
  static const std::vector<redact::KnownValue> all = {
      {KnownKind::name, Part::client, 0, "周丽娟"},
      {KnownKind::name, Part::client, 0, "罗小琴"},
      {KnownKind::name, Part::respondent, 0, "葛建平"},
      {KnownKind::name, Part::child, 1, "麦麦提明·阿依古丽"},
      {KnownKind::name, Part::guardian, 0, "高兴"},
      {KnownKind::name, Part::relative, 0, "Maria Santos"},
      {KnownKind::alias, Part::client, 0, "古丽"},
      {KnownKind::phone, Part::client, 0, "13857194026"},
      {KnownKind::cn_id, Part::client, 0, "330106198907022141"},
      {KnownKind::account, Part::respondent, 0, "6217001234567890128"},
      {KnownKind::address, Part::client, 0, "湖南省长沙市芙蓉区韭菜园巷甲14号5栋602"},
      {KnownKind::employer, Part::respondent, 0, "苏州恒泰织造有限公司"},
      {KnownKind::school, Part::child, 1, "喀什市第十四小学"},
      {KnownKind::date, Part::matter, 0, "2024-03-02"},
      {KnownKind::case_no, Part::matter, 0, "（2024）苏0508民初2217号"},
      {KnownKind::plate, Part::respondent, 0, "浙A8K326"},
      {KnownKind::wechat, Part::client, 0, "lili_2019"},
  };
  std::vector<redact::KnownValue> out;
  if (rng() % 4 == 0) return out;
  std::copy_if(all.begin(), all.end(), std::back_inserter(out),
               [&](const auto&) { return rng() % 2 == 0; });
  return out;
}

}  // namespace veil::tests
