// The forms of known values: for each kind what a text may hold instead of the value as it is.
#include "redact/text/forms.h"

#include <set>

#include "tests/redact/text/scrubbing.h"

namespace veil::tests {
namespace {

using redact::KnownKind;

// What was found because it is known, and nothing else.
std::string known_in(std::string_view text, const Values& values) {
  std::string out;
  std::size_t at = 0;
  for (const redact::Span& span : spans_of(text, values)) {
    if (span.rule > redact::Rule::known_sound) continue;
    out += std::string(text.substr(at, span.begin - at)) + '<' +
           std::string(redact::to_string(span.type)) + '>';
    at = span.end;
  }
  return out + std::string(text.substr(at));
}

struct Row {
  KnownKind kind;
  const char* value;
  const char* text;
  const char* marked;
  const char* why;
};

void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    CAPTURE(row.value, row.text, row.why);
    CHECK(known_in(row.text, {{row.kind, redact::Part::client, 0, row.value}}) == row.marked);
  }
}

}  // namespace

TEST_CASE("names are found in all their forms", "[redact][text]") {
  check({
      {KnownKind::name, "王小丽", "王小丽没来", "<PERSON>没来", "as it is"},
      {KnownKind::name, "王小丽", "问小丽要钱", "问<PERSON>要钱", "given name alone"},
      {KnownKind::name, "王小丽", "小王没来", "<PERSON>没来", "surname, small"},
      {KnownKind::name, "王小丽", "王姐没来", "<PERSON>没来", "surname and kin"},
      {KnownKind::name, "王小丽", "王女士没来", "<PERSON>没来", "surname and title"},
      {KnownKind::name, "王小丽", "丽丽没来", "<PERSON>没来", "a syllable twice"},
      {KnownKind::name, "王小丽", "阿丽没来", "<PERSON>没来", "a syllable called"},
      {KnownKind::name, "王小丽", "给小丽姐打电话", "给<PERSON>打电话", "given name and kin"},
      {KnownKind::name, "王小丽", "王晓莉没来", "<PERSON>没来",
       "other characters of the same sound"},
      {KnownKind::name, "王小丽", "王小麗没来", "<PERSON>没来", "traditional"},
      {KnownKind::name, "王小丽", "王 小 丽没来", "<PERSON>没来", "parted"},
      {KnownKind::name, "王小丽", "王\n小丽没来", "<PERSON>没来", "over a line break"},
      {KnownKind::name, "王小丽", "王\u200b小丽没来", "<PERSON>没来", "zero-width"},
      {KnownKind::name, "王小丽", "Wang Xiaoli没来", "<PERSON>没来", "pinyin"},
      {KnownKind::name, "王小丽", "Xiaoli Wang没来", "<PERSON>没来", "given name first"},
      {KnownKind::name, "王小丽", "wangxiaoli没来", "<PERSON>没来", "in one word"},
      {KnownKind::name, "王小丽", "Wáng Xiǎolì没来", "<PERSON>没来", "with tones"},
      {KnownKind::name, "王小丽", "Wa\u0301ng Xia\u030colì没来", "<PERSON>没来",
       "with tones, decomposed"},
      {KnownKind::name, "王小丽", "WANG Xiao Li没来", "<PERSON>没来", "capital letters"},
      {KnownKind::name, "欧阳桂兰", "欧阳女士和桂兰", "<PERSON>和<PERSON>", "compound surname"},
      {KnownKind::name, "吕秀英", "Lv Xiuying来了", "<PERSON>来了", "v for ü"},
      {KnownKind::name, "古丽·艾买提", "古丽没来，古丽艾买提哭", "<PERSON>没来，<PERSON>哭",
       "parts around a dot"},
      {KnownKind::name, "Maria Santos", "Maria came; maria santos, Santos Maria",
       "<PERSON> came; <PERSON>, <PERSON>", "letters"},
      {KnownKind::name, "高兴", "大家很高兴。高兴说不去", "大家很高兴。<PERSON>说不去",
       "a name that is a word"},
      {KnownKind::alias, "二妞", "二妞没来", "<PERSON>没来", "as it is"},
      {KnownKind::alias, "Coco", "coco说", "<PERSON>说", "as it is"},
  });
}

TEST_CASE("numbers are found however they are written, and by their ends", "[redact][text]") {
  check({
      {KnownKind::cn_id, "330106198907022141", "号330106198907022141。", "号<ID_CARD>。",
       "as it is"},
      {KnownKind::cn_id, "330106198907022141", "号330106 19890702 2141。", "号<ID_CARD>。",
       "parted"},
      {KnownKind::cn_id, "330106198907022141", "号330106890702214。", "号<ID_CARD>。",
       "as before 1999"},
      {KnownKind::cn_id, "330106198907022141", "身份证尾号2141。", "身份证尾号<ID_CARD>。",
       "its tail"},
      {KnownKind::cn_id, "330106198907022141", "共2141人", "共2141人", "its tail, as a count"},
      {KnownKind::cn_id, "330106198907022141", "号三三零一零六一九八九零七零二二一四一。",
       "号<ID_CARD>。", "spoken"},
      {KnownKind::phone, "13857194026", "打138 5719 4026", "打<PHONE>", "as it is"},
      {KnownKind::phone, "13857194026", "幺三八五七幺九四零二六", "<PHONE>", "spoken"},
      {KnownKind::phone, "13857194026", "手机尾号4026", "手机尾号<PHONE>", "tail"},
      {KnownKind::phone, "13857194026", "共4026元", "共4026元", "tail as an amount"},
      {KnownKind::phone, "0571-87654321", "打87654321", "打<PHONE>", "without the area code"},
      {KnownKind::account, "6217001234567890128", "卡6217 0012 3456 7890 128", "卡<BANK_CARD>",
       "as it is"},
      {KnownKind::account, "6217001234567890128", "卡尾号0128", "卡尾号<BANK_CARD>", "tail"},
      {KnownKind::qq, "123456789", "扣123456789", "扣<QQ>", "as it is"},
      {KnownKind::disability_cert, "33010619890702214143", "33010619890702214143",
       "<DISABILITY_CERT>", "as it is"},
      {KnownKind::student_no, "G330106201502022141", "g330106201502022141", "<STUDENT_NO>",
       "as it is"},
      {KnownKind::postcode, "310012", "310012", "<POSTCODE>", "as it is"},
      {KnownKind::uscc, "91330106MA2H3K5L7X", "91330106ma2h3k5l7x", "<USCC>", "as it is"},
  });
}

TEST_CASE("addresses, employers and schools are found cut", "[redact][text]") {
  check({
      {KnownKind::address, "浙江省杭州市西湖区灵隐街道翠柏路118号望湖小区3幢2单元502室",
       "住浙江省杭州市西湖区灵隐街道翠柏路118号望湖小区3幢2单元502室。", "住<ADDRESS>。",
       "as it is"},
      {KnownKind::address, "浙江省杭州市西湖区灵隐街道翠柏路118号望湖小区3幢2单元502室",
       "住灵隐街道翠柏路118号。", "住<ADDRESS>。", "cut"},
      {KnownKind::address, "浙江省杭州市西湖区灵隐街道翠柏路118号望湖小区3幢2单元502室",
       "在翠柏路口等", "在<ADDRESS>口等", "the road"},
      {KnownKind::address, "浙江省杭州市西湖区灵隐街道翠柏路118号望湖小区3幢2单元502室",
       "住在望湖，", "住在<ADDRESS>，", "the estate, short"},
      {KnownKind::employer, "杭州金桥纺织有限公司", "在金桥纺织上班", "在<WORKPLACE>上班",
       "without place and class"},
      {KnownKind::employer, "杭州金桥纺织有限公司", "到杭州金桥纺织有限公司找她",
       "到<WORKPLACE>找她", "as it is"},
      {KnownKind::school, "杭州市西溪实验小学", "在西溪实验小学门口", "在<SCHOOL>门口",
       "without the place"},
      {KnownKind::school, "杭州市西溪小学三年级2班", "西溪小学三年级2班", "<SCHOOL>", "as it is"},
  });
}

TEST_CASE("days are found in every way of writing", "[redact][text]") {
  check({
      {KnownKind::birth, "1989-07-02", "1989年7月2日", "<DATE_BIRTH>", "as it is"},
      {KnownKind::birth, "1989-07-02", "1989.07.02", "<DATE_BIRTH>", "dots"},
      {KnownKind::birth, "1989-07-02", "19890702", "<DATE_BIRTH>", "digits"},
      {KnownKind::birth, "1989-07-02", "７月２日", "<DATE_BIRTH>", "day and month"},
      {KnownKind::date, "2024-03-02", "3月2日", "<DATE>", "as it is"},
  });
}

TEST_CASE("what has letters and digits is found with and without its marks", "[redact][text]") {
  check({
      {KnownKind::case_no, "（2024）浙0106民初331号", "(2024) 浙0106民初331号", "<CASE_NO>",
       "brackets"},
      {KnownKind::case_no, "（2024）浙0106民初331号", "2024浙0106民初331号", "<CASE_NO>",
       "no brackets"},
      {KnownKind::wechat, "lili_2019", "加lili_2019", "加<WECHAT>", "as it is"},
      {KnownKind::wechat, "lili_2019", "加LILI_2019", "加<WECHAT>", "as it is"},
      {KnownKind::email, "li.wei88@example.com", "li.wei88@example.com", "<EMAIL>", "as it is"},
      {KnownKind::email, "liwei_88@example.com", "liwei_88那个邮箱", "<EMAIL>那个邮箱", "as it is"},
      {KnownKind::plate, "浙A8K326", "浙A·8K326", "<PLATE>", "as it is"},
      {KnownKind::plate, "浙A8K326", "A8K326那辆", "<PLATE>那辆", "as it is"},
      {KnownKind::passport, "EA1234567", "ea1234567", "<PASSPORT>", "as it is"},
      {KnownKind::medical_no, "ZY202400123", "zy202400123", "<MEDICAL_NO>", "as it is"},
      {KnownKind::certificate, "J330106-2019-000123", "J3301062019000123", "<CERT_NO>", "as it is"},
      {KnownKind::line, "每周三跳舞队", "每周三跳舞队", "<ADDRESS>", "as it is"},
  });
}

TEST_CASE("every kind of value has a form, which is at least itself", "[redact][text]") {
  for (int kind = 0; kind <= static_cast<int>(KnownKind::line); ++kind) {
    CAPTURE(kind);
    const char* text =
        kind == static_cast<int>(KnownKind::birth) || kind == static_cast<int>(KnownKind::date)
            ? "1989-07-02"
            : "33010619890702214";
    const Values values = {{static_cast<KnownKind>(kind), redact::Part::other, 0, text}};
    const bool named = kind <= static_cast<int>(KnownKind::alias);
    CHECK(redact::forms_of(values).empty() == named);  // digits are no name
  }
}

TEST_CASE("forms are distinct, and short ones stand for no number", "[redact][text]") {
  const Values values = {
      {KnownKind::name, redact::Part::client, 0, "王小丽"},
      {KnownKind::name, redact::Part::child, 1, "王小丽"},
      {KnownKind::phone, redact::Part::client, 0, "13857194026"},
      {KnownKind::postcode, redact::Part::client, 0, "3"},
  };
  std::set<std::string> keys;
  for (const redact::Form& form : redact::forms_of(values)) {
    CHECK(keys.insert(form.key).second);
    CHECK(redact::length_of(form.key).count >= 2);
  }
}

TEST_CASE("what a form says survives packing, and what is no tag is refused", "[redact][text]") {
  for (std::uint32_t packed = 0; packed < (1U << 16); ++packed) {
    const auto tag = redact::unpack(packed | 7U << 16);
    if (!tag) continue;
    CHECK(tag->number == 7);
    if (redact::pack(*tag) != (packed | 7U << 16)) FAIL("packed otherwise: " << packed);
  }
  redact::FormTag tag;
  tag.number = redact::kNumberMax + 1;
  CHECK(redact::unpack(redact::pack(tag))->number == redact::kNumberMax);
}

}  // namespace veil::tests
