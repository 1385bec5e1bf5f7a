// What people write and what is searched for: the golden table of normal forms.
#include <catch2/catch.hpp>
#include <random>

#include "redact/normal_form.h"
#include "redact/unicode.h"

namespace veil::redact {
namespace {

struct Row {
  FieldType type;
  const char* written;
  const char* form;  // null: it has none
};

constexpr FieldType kId = FieldType::cn_id;
constexpr FieldType kPhone = FieldType::phone;
constexpr FieldType kAccount = FieldType::account;
constexpr FieldType kName = FieldType::name;
constexpr FieldType kLine = FieldType::string;

const Row kTable[] = {
    // identity numbers: width, x, blanks, hyphens; the old form gets century and check character
    {kId, "11010519491231002X", "11010519491231002X"},
    {kId, "11010519491231002x", "11010519491231002X"},
    {kId, "１１０１０５１９４９１２３１００２ｘ", "11010519491231002X"},
    {kId, "１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X"},
    {kId, " 110105 19491231 002X ", "11010519491231002X"},
    {kId, "110105-19491231-002X", "11010519491231002X"},
    {kId, "110105–19491231—002x", "11010519491231002X"},
    {kId, "110105　19491231　002X", "11010519491231002X"},
    {kId, "11010519491231002×", "11010519491231002X"},
    {kId, "11010519491231002Х", "11010519491231002X"},
    {kId,
     "1101\xE2\x80\x8B"
     "0519491231002X",
     "11010519491231002X"},
    {kId, "110105491231002", "11010519491231002X"},
    {kId, "１１０１０５４９１２３１００２", "11010519491231002X"},
    {kId, "110105 491231 002", "11010519491231002X"},
    {kId, "110105890702124", "110105198907021248"},
    {kId, "110105198907021240", "110105198907021240"},
    {kId, "110105198907021241", "110105198907021241"},  // does not pass its check; was shown so
    {kId, "11010519890702124", nullptr},
    {kId, "1101051989070212400", nullptr},
    {kId, "1.10105E+17", nullptr},
    {kId, "11010519890702124A", nullptr},
    {kId, "X10105198907021240", nullptr},
    {kId, "无", nullptr},
    {kId, "", nullptr},

    // telephones
    {kPhone, "13800138000", "13800138000"},
    {kPhone, "138 0013 8000", "13800138000"},
    {kPhone, "138-0013-8000", "13800138000"},
    {kPhone, "１３８００１３８０００", "13800138000"},
    {kPhone, "+86 138 0013 8000", "13800138000"},
    {kPhone, "＋８６-13800138000", "13800138000"},
    {kPhone, "0086 13800138000", "13800138000"},
    {kPhone, "86 13800138000", "13800138000"},
    {kPhone, "(+86)138-0013-8000", "13800138000"},
    {kPhone, "013800138000", "13800138000"},
    {kPhone, "010-66554433", "01066554433"},
    {kPhone, "（010）66554433", "01066554433"},
    {kPhone, "+86 10 6655 4433", "01066554433"},
    {kPhone, "400-800-1234", "4008001234"},
    {kPhone, "+852 9123 4567", "+85291234567"},
    {kPhone, "00852 91234567", "+85291234567"},
    {kPhone, "66554433", "66554433"},
    {kPhone, "13800138000 或 13900139000", nullptr},
    {kPhone, "1.38E+10", nullptr},
    {kPhone, "-", nullptr},

    // accounts
    {kAccount, "6222 0212 3456 7890 128", "6222021234567890128"},
    {kAccount, "６２２２０２１２３４５６７８９０１２８", "6222021234567890128"},
    {kAccount, "6222-0212-3456-7890-128", "6222021234567890128"},
    {kAccount, "1234567", nullptr},
    {kAccount, "62220212AB", nullptr},

    // names: blanks and dots of every kind, width, small letters
    {kName, "欧阳桂兰", "欧阳桂兰"},
    {kName, "欧阳 桂兰", "欧阳桂兰"},
    {kName, " 王　芳 ", "王芳"},
    {kName, "阿依古丽·买买提", "阿依古丽买买提"},
    {kName, "阿依古丽•买买提", "阿依古丽买买提"},
    {kName, "阿依古丽・买买提", "阿依古丽买买提"},
    {kName, "阿依古丽･买买提", "阿依古丽买买提"},
    {kName, "阿依古丽．买买提", "阿依古丽买买提"},
    {kName, "阿依古丽.买买提", "阿依古丽买买提"},
    {kName, "阿依古丽‧买买提", "阿依古丽买买提"},
    {kName, "阿依古丽 买买提", "阿依古丽买买提"},
    {kName, "阿依古丽买买提", "阿依古丽买买提"},
    {kName, "Maria SANTOS", "mariasantos"},
    {kName, "ＭＡＲＩＡ　ｓａｎｔｏｓ", "mariasantos"},
    {kName,
     "Jos\xC3\xA9 Mar\xC3\xAD"
     "a",
     "jos\xC3\xA9mar\xC3\xAD"
     "a"},
    {kName,
     "Jose\xCC\x81 Mari\xCC\x81"
     "a",
     "jos\xC3\xA9mar\xC3\xAD"
     "a"},
    {kName, "𠮷川", "𠮷川"},
    {kName, "李\xEF\xBB\xBF四", "李四"},
    {kName, " · ", nullptr},
    {kName, "\xFF", nullptr},
    {kName, "王\t芳", nullptr},

    // case numbers: brackets, hyphens, width, blanks, capitals
    {kLine, "京检救助〔2026〕17号", "京检救助(2026)17号"},
    {kLine, "京检救助（2026）17号", "京检救助(2026)17号"},
    {kLine, "京检救助(2026)17号", "京检救助(2026)17号"},
    {kLine, "京检救助[2026]17号", "京检救助(2026)17号"},
    {kLine, "京检救助【2026】17号", "京检救助(2026)17号"},
    {kLine, "京检救助［2026］１７号", "京检救助(2026)17号"},
    {kLine, "京检救助〖2026〗17号", "京检救助(2026)17号"},
    {kLine, "京检救助 〔2026〕 17 号", "京检救助(2026)17号"},
    {kLine, "bj-jz-2026-000123", "BJ-JZ-2026-000123"},
    {kLine, "BJ—JZ–2026－000123", "BJ-JZ-2026-000123"},
    {kLine, "ＢＪ-ＪＺ-2026-000123", "BJ-JZ-2026-000123"},
    {kLine, "BJ-JZ-2026-000123 ", "BJ-JZ-2026-000123"},
    {kLine, "第一号", "第一号"},
    {kLine, "1-23", "1-23"},  // not 12-3: hyphens stay
    {kLine, "   ", nullptr},
    {kLine, "a\nb", nullptr},

    // what has no normal form whatever it holds
    {FieldType::text, "13800138000", nullptr},
    {FieldType::address, "北京市朝阳区", nullptr},
    {FieldType::date, "1989-07-02", nullptr},
    {FieldType::code, "1", nullptr},
};

TEST_CASE("the many ways of writing one value have one normal form", "[redact][normal_form]") {
  for (const Row& row : kTable) {
    CAPTURE(row.written, to_string(row.type));
    const auto form = normal_form(row.type, row.written);
    CHECK(form.has_value() == (row.form != nullptr));
    if (form && row.form != nullptr) CHECK(*form == row.form);
  }
}

TEST_CASE("the normal form of a normal form is itself", "[redact][normal_form][property]") {
  const auto seed = GENERATE(take(20, random(0U, 0xffffffffU)));
  CAPTURE(seed);
  std::mt19937 rng(seed);
  const std::u32string odd =
      U"欧阳a\u0301\u0345B\u00DF\u0130 ·〔〕-\uFF0D\u1E9E\u03A3\u0307\u200B1x";
  std::size_t formed = 0;
  for (int round = 0; round < 500; ++round) {
    std::string text;
    for (auto size = 1 + rng() % 12; size > 0; --size) {
      const char32_t any =
          rng() % 4 == 0 ? static_cast<char32_t>(rng() % 0x11000) : odd[rng() % odd.size()];
      if (any < 0xD800 || any > 0xDFFF) append_utf8(text, any);
    }
    for (const FieldType type : {kId, kPhone, kAccount, kName, kLine}) {
      const auto form = normal_form(type, text);
      if (!form) continue;
      ++formed;
      CAPTURE(text, to_string(type));
      CHECK(normal_form(type, *form) == form);
    }
  }
  CHECK(formed > 100);
}

TEST_CASE("only values of their own kind are searched for", "[redact][normal_form]") {
  Field field;
  field.type = FieldType::cn_id;
  CHECK(normal_form(field, std::string("110105491231002")) == "11010519491231002X");
  CHECK_FALSE(normal_form(field, Unknown{}));
  CHECK_FALSE(normal_form(field, Present{true}));
  CHECK_FALSE(normal_form(field, std::int64_t{110105491231002}));
  field.type = FieldType::money;
  CHECK_FALSE(normal_form(field, Money{100}));
}

}  // namespace
}  // namespace veil::redact
