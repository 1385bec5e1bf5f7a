// What a scrubbed text looks like: who is who, in which language, in which order.
#include "tests/redact/text/scrubbing.h"

namespace veil::tests {
namespace {

using redact::KnownKind;
using redact::Part;

const Values kFamily = {
    {KnownKind::name, Part::client, 0, "欧阳桂兰"},
    {KnownKind::alias, Part::client, 0, "阿桂"},
    {KnownKind::phone, Part::client, 0, "13857194026"},
    {KnownKind::name, Part::respondent, 0, "周大勇"},
    {KnownKind::name, Part::child, 1, "周小满"},
    {KnownKind::name, Part::child, 2, "周小禾"},
    {KnownKind::name, Part::guardian, 0, "何玉珍"},
    {KnownKind::address, Part::client, 0, "杭州市西湖区翠柏路118号3幢502室"},
};

// A finder that has no answer.
class NoFinder final : public redact::KnownFinder {
 public:
  Result<std::vector<redact::FormHit>> find(const redact::FoldedText& /*text*/) const override {
    return fail(Code::Unavailable, "asked in vain");
  }
};

}  // namespace

TEST_CASE("the same person has the same placeholder in every form", "[redact][text]") {
  CHECK(scrubbed("欧阳桂兰说，桂兰姐和阿桂都是她。周大勇不认。老周走了。", kFamily) ==
        "【女方】说，【女方】和【女方】都是她。【男方】不认。【男方】走了。");
  CHECK(scrubbed("小满在，小禾不在；周小满哭。", kFamily) ==
        "【孩子1】在，【孩子2】不在；【孩子1】哭。");
  CHECK(scrubbed("何玉珍签字", kFamily) == "【监护人】签字");
}

TEST_CASE("placeholders do not depend on what else the text holds", "[redact][text]") {
  CHECK(scrubbed("小禾不在", kFamily) == "【孩子2】不在");
  CHECK(scrubbed("小禾不在，小满在", kFamily) == "【孩子2】不在，【孩子1】在");
}

TEST_CASE("people whom the record does not know are numbered as they are read", "[redact][text]") {
  CHECK(scrubbed("姓名：李秀芳，邻居张国庆称，她丈夫刘建国打人。张国庆又说没有。") ==
        "姓名：【人物1】，邻居【人物2】称，她丈夫【人物3】打人。【人物2】又说没有。");
}

TEST_CASE("placeholders speak the language of the text", "[redact][text]") {
  CHECK(scrubbed("她电话13857194026", kFamily) == "她电话【电话】");
  CHECK(scrubbed("Her phone is 13857194026 and she said that Ouyang Guilan is her name", kFamily) ==
        "Her phone is 【phone】 and she said that 【client】 is her name");
  // Some words of the other language change nothing.
  CHECK(scrubbed("她说 OK，电话13857194026，WeChat没有", kFamily) ==
        "她说 OK，电话【电话】，WeChat没有");
}

TEST_CASE("a text in which nothing identifies stays as it is", "[redact][text]") {
  for (const char* text :
       {"", " ", "\n", "今天没有人来。", "Nothing happened today.", "【女方】来电", "\u200B",
        "依据法释〔2022〕17号，可拨打12338、110。", "赔偿12,800.50元，占3.5%。"}) {
    CAPTURE(text);
    CHECK(scrubbed(text, kFamily) == text);
  }
}

TEST_CASE("what is no UTF-8 becomes U+FFFD, and hides nothing beside it", "[redact][text]") {
  CHECK(scrubbed("\xFF") == "\uFFFD");
  CHECK(scrubbed("她\xE7电话13857194026\xC0", kFamily) == "她\uFFFD电话【电话】\uFFFD");
}

TEST_CASE("what is found at the second reading is found at the same bytes, whatever they are",
          "[redact][text]") {
  // Without the U+FFFD in front of it the same is found, as many bytes earlier.
  for (const char* text : {"“２１７ 0012 3456 7890 128 幺三八五七幺九四零二六 G3 浙A·8K326 完",
                           "手机6073528（8599318", "小韦阿禄 430619500222170@02519780108032"}) {
    CAPTURE(text);
    const auto plain = spans_of(text, kFamily);
    const std::string bytes = "\xFF\xC3" + std::string(text);
    const auto shifted = spans_of(bytes, kFamily);
    REQUIRE(plain.size() == shifted.size());
    for (std::size_t i = 0; i < plain.size(); ++i) {
      CHECK(shifted[i].begin == plain[i].begin + 2);
      CHECK(shifted[i].end == plain[i].end + 2);
    }
  }
}

TEST_CASE("a word that says that somebody was called stays beside the placeholder",
          "[redact][text]") {
  CHECK(scrubbed("手机：13857194026（微信同号）", kFamily) == "手机：【电话】（微信同号）");
  CHECK(scrubbed("住翠柏路118号3幢502室。", kFamily) == "住【地址】。");
}

TEST_CASE("without an answer about known values there is no text", "[redact][text]") {
  const auto done = redact::scrub("欧阳桂兰", NoFinder());
  REQUIRE_FALSE(done);
  CHECK(done.error().code == Code::Unavailable);
  CHECK_FALSE(redact::find_spans("欧阳桂兰", NoFinder()));
}

TEST_CASE("a number does not hide in what looks like a placeholder", "[redact][text]") {
  CHECK(scrubbed("【电话13857194026】") == "【电话【电话】】");
  CHECK(scrubbed("【人物13857194026】", kFamily) == "【人物【电话】】");
  CHECK(scrubbed("【人物12】、【孩子1】与【电话】") == "【人物12】、【孩子1】与【电话】");
}

TEST_CASE("each span says what it is, by which rule, and whose", "[redact][text]") {
  const auto spans = spans_of("桂兰的电话13857194026，备用13900139000。", kFamily);
  REQUIRE(spans.size() == 3);
  CHECK(spans[0] == redact::Span{0, 6, redact::SpanType::person, redact::Rule::known_part, 95,
                                 Part::client, 0});
  CHECK(spans[1].type == redact::SpanType::phone);
  CHECK(spans[1].rule == redact::Rule::known);
  CHECK(spans[1].part == Part::client);
  CHECK(spans[2].rule > redact::Rule::known_sound);
}

TEST_CASE("types, parts and rules have words, which are read back", "[redact][text]") {
  for (int type = 0; type <= static_cast<int>(redact::SpanType::postcode); ++type) {
    const auto word = redact::to_string(static_cast<redact::SpanType>(type));
    CHECK_FALSE(word.empty());
    CHECK(redact::parse_span_type(word) == static_cast<redact::SpanType>(type));
  }
  for (int part = 0; part <= static_cast<int>(Part::matter); ++part) {
    CHECK(redact::parse_part(redact::to_string(static_cast<Part>(part))) ==
          static_cast<Part>(part));
  }
  CHECK_FALSE(redact::parse_span_type("PERSONS"));
  CHECK_FALSE(redact::parse_part(""));
}

}  // namespace veil::tests
