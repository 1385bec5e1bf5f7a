// Numbers that name a person: how they are read, whether they pass, what is shown of them.
#include "redact/veil/number.h"

#include <catch2/catch.hpp>

#include <random>

#include "tests/redact/value_policy.h"

namespace {

using veil::redact::account_passes;
using veil::redact::cn_id_passes;
using veil::redact::FieldType;
using veil::redact::PhoneShape;
using veil::redact::Present;
using veil::redact::read_account;
using veil::redact::read_cn_id;
using veil::redact::read_phone;
using veil::redact::Value;
using veil::redact::VeilKind;

struct Row {
  const char* written;
  const char* normal;  // nullptr: not read
  bool passes;
  const char* why;
};

std::string last4(FieldType type, std::string_view text) {
  const auto made =
      veil::redact::veiled(veil::redact::value_schema(), veil::redact::value_field(type),
                           {VeilKind::last4, {}}, Value(std::string(text)), {});
  return made ? std::get<std::string>(*made) : "-";
}

bool valid(FieldType type, std::string_view text) {
  const auto made =
      veil::redact::veiled(veil::redact::value_schema(), veil::redact::value_field(type),
                           {VeilKind::valid, {}}, Value(std::string(text)), {});
  REQUIRE(made);
  return std::get<Present>(*made).valid;
}

}  // namespace

TEST_CASE("identity numbers", "[veil][number]") {
  const std::vector<Row> rows = {
      {"11010519491231002X", "11010519491231002X", true, "the example of the standard"},
      {"11010519491231002x", "11010519491231002X", true, "small x"},
      {"１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X", true, "full width"},
      {"１１０１０５１９４９１２３１００２ｘ", "11010519491231002X", true, "full width, small"},
      {"110105 19491231 002X", "11010519491231002X", true, "spaces 6-8-4"},
      {"110105-19491231-002X", "11010519491231002X", true, "hyphens"},
      {"110105\u00A019491231\u2009002X", "11010519491231002X", true, "other spaces"},
      {"11010519491231002Х", "11010519491231002X", true, "Cyrillic letter"},
      {"11010519491231002х", "11010519491231002X", true, "small Cyrillic letter"},
      {"11010519491231002Χ", "11010519491231002X", true, "Greek letter"},
      {"11010519491231002×", "11010519491231002X", true, "sign of multiplication"},
      {"11010519491231002Ⅹ", "11010519491231002X", true, "Roman numeral ten"},
      {"1101051949\u200B1231002X", "11010519491231002X", true, "an invisible character"},
      {" 440524198001010013 ", "440524198001010013", true, "spaces around"},
      {"810000199001010019", "810000199001010019", true, "resident of Hong Kong"},
      {"830000200012319993", "830000200012319993", true, "resident of Taiwan"},
      {"911124199006150038", "911124199006150038", true, "foreigner's permanent residence"},
      {"654021200002291028", "654021200002291028", true, "leap day of 2000"},
      {"110105194912310021", "110105194912310021", false, "another check character"},
      {"110105194902290029", "110105194902290029", false, "29 February 1949, check right"},
      {"110105194913310021", "110105194913310021", false, "month 13, check right"},
      {"710105194912310021", "710105194912310021", false, "place 71, check right"},
      {"110105194912310003", "110105194912310003", false, "sequence 000, check right"},
      {"110105000101010025", "110105000101010025", false, "year 0001, check right"},
      {"110105300012310020", "110105300012310020", false, "year 3000, check right"},
      {"110105491231002", "110105491231002", true, "15 digits"},
      {"110105490229002", "110105490229002", false, "15 digits, no such day"},
      {"110105491231000", "110105491231000", false, "15 digits, sequence 000"},
      {"810105491231002", "810105491231002", false, "15 digits, place of the newer numbers"},
      {"11010549123100X", nullptr, false, "15 with a letter"},
      {"1101051949123100X2", nullptr, false, "X not at the end"},
      {"X1010519491231002X", nullptr, false, "two X"},
      {"11010519491231002", nullptr, false, "17"},
      {"11010519491231002X1", nullptr, false, "19"},
      {"11010519491231002X11", nullptr, false, "20: a disability certificate"},
      {"1101051949123100", nullptr, false, "16: a card"},
      {"1.10105E+17", nullptr, false, "cut by a spreadsheet"},
      {"无", nullptr, false, "a word"},
      {"", nullptr, false, "empty"},
      {"X", nullptr, false, "the letter only"},
      {"一一零一零五一九四九一二三一零零二X", nullptr, false, "numbers in words"},
      {"110105194912310O2X", nullptr, false, "letter O"},
      {"11010519491231002X;440524198001010013", nullptr, false, "two numbers"},
      {"11010519491231002X（母亲）", nullptr, false, "a remark"},
      {"110105\n19491231002X", nullptr, false, "a line break"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.written, row.why);
    const auto read = read_cn_id(row.written);
    REQUIRE(read.has_value() == (row.normal != nullptr));
    CHECK(valid(FieldType::cn_id, row.written) == row.passes);
    if (!read) {
      CHECK(last4(FieldType::cn_id, row.written) == "-");
      continue;
    }
    CHECK(*read == row.normal);
    CHECK(read_cn_id(*read) == *read);
    CHECK(cn_id_passes(*read) == row.passes);
    CHECK(last4(FieldType::cn_id, row.written) == "****" + read->substr(read->size() - 4));
  }
}

TEST_CASE("identity numbers: no other check character passes, no single slip either",
          "[veil][number]") {
  const std::string good = "11010519491231002X";
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (const char c : std::string("0123456789X")) {
      std::string other = good;
      other[at] = c;
      if (other == good) continue;
      CAPTURE(other);
      CHECK_FALSE(cn_id_passes(other));
    }
    if (at == 0 || good[at] == good[at - 1]) continue;
    std::string swapped = good;
    std::swap(swapped[at], swapped[at - 1]);
    CAPTURE(swapped);
    CHECK_FALSE(cn_id_passes(swapped));
  }
  CHECK_FALSE(cn_id_passes(""));
}

TEST_CASE("telephone numbers", "[veil][number]") {
  struct PhoneRow {
    const char* written;
    const char* normal;
    PhoneShape shape;
    const char* shown;
    const char* why;
  };
  const auto mobile = PhoneShape::mobile;
  const auto landline = PhoneShape::landline;
  const auto local = PhoneShape::local;
  const auto abroad = PhoneShape::international;
  const std::vector<PhoneRow> rows = {
      {"13800138000", "13800138000", mobile, "****8000", "mobile"},
      {"138 0013 8000", "13800138000", mobile, "****8000", "3-4-4"},
      {"138-0013-8000", "13800138000", mobile, "****8000", "3-4-4"},
      {"138.0013.8000", "13800138000", mobile, "****8000", "dots"},
      {"１３８００１３８０００", "13800138000", mobile, "****8000", "full width"},
      {"+8613800138000", "13800138000", mobile, "****8000", "country"},
      {"+86 138 0013 8000", "13800138000", mobile, "****8000", "country and spaces"},
      {"(+86)13800138000", "13800138000", mobile, "****8000", "country in brackets"},
      {"（＋８６）13800138000", "13800138000", mobile, "****8000", "the same, full width"},
      {"8613800138000", "13800138000", mobile, "****8000", "country without +"},
      {"008613800138000", "13800138000", mobile, "****8000", "country with 00"},
      {"013800138000", "13800138000", mobile, "****8000", "trunk 0"},
      {"19912345678", "19912345678", mobile, "****5678", "newer prefix"},
      {"010-66554433", "01066554433", landline, "****4433", "Beijing"},
      {"(010)66554433", "01066554433", landline, "****4433", "Beijing, brackets"},
      {"+861066554433", "01066554433", landline, "****4433", "from abroad"},
      {"0571-8888123", "05718888123", landline, "****8123", "area and 7"},
      {"0571-88881234", "057188881234", landline, "****1234", "area and 8"},
      {"+8657188881234", "057188881234", landline, "****1234", "from abroad"},
      {"400-800-1234", "4008001234", PhoneShape::service, "****1234", "service number"},
      {"+852 9123 4567", "+85291234567", abroad, "****4567", "Hong Kong"},
      {"0085291234567", "+85291234567", abroad, "****4567", "Hong Kong with 00"},
      {"+1 202 555 0143", "+12025550143", abroad, "****0143", "other country"},
      {"66554433", "66554433", local, "-", "without area: four of eight would be said"},
      {"8888123", "8888123", local, "-", "without area"},
      {"12338", "12338", local, "-", "hotline"},
      {"110", "110", local, "-", "hotline"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.written, row.why);
    const auto phone = read_phone(row.written);
    REQUIRE(phone);
    CHECK(phone->normal == row.normal);
    CHECK(phone->shape == row.shape);
    CHECK(last4(FieldType::phone, row.written) == row.shown);
    CHECK(read_phone(phone->normal)->normal == phone->normal);
    CHECK(valid(FieldType::phone, row.written) == (row.shape < abroad));
  }
  for (const char* other : {"",
                            "+",
                            "1",
                            "12",
                            "12800138000",
                            "1380013800",
                            "138001380001",
                            "010-6655443",
                            "010-665544331",
                            "0138001380001",
                            "13800138000/13900139000",
                            "13800138000 13900139000",
                            "13800138000转801",
                            "010-66554433-801",
                            "一三八零零一三八零零零",
                            "微信同号",
                            "13800138000（女儿）",
                            "++8613800138000",
                            "138+00138000",
                            "+86",
                            "+8612345",
                            "+0123456789",
                            "+1234567890123456",
                            "1.38E+10",
                            "13800138000a",
                            "13800138OOO"}) {
    CAPTURE(other);
    CHECK_FALSE(read_phone(other));
    CHECK(last4(FieldType::phone, other) == "-");
    CHECK_FALSE(valid(FieldType::phone, other));
  }
}

TEST_CASE("account numbers", "[veil][number]") {
  const std::vector<Row> rows = {
      {"6222020200112230", "6222020200112230", true, "card of 16"},
      {"6222 0202 0011 2230", "6222020200112230", true, "groups of four"},
      {"6222-0202-0011-2230", "6222020200112230", true, "hyphens"},
      {"６２２２０２０２００１１２２３０", "6222020200112230", true, "full width"},
      {"622202020011223349", "622202020011223349", true, "card of 18"},
      {"6222020200112233446", "6222020200112233446", true, "card of 19"},
      {"6222020200112231", "6222020200112231", false, "another check digit"},
      {"6222020020112230", "6222020020112230", false, "neighbours swapped"},
      {"110105194912310", "110105194912310", false, "15 digits: an account, no card"},
      {"0200001234567890123456", "0200001234567890123456", false, "an account of 22"},
      {"1234567890", "1234567890", false, "an account of 10"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.written, row.why);
    const auto read = read_account(row.written);
    REQUIRE(read);
    CHECK(*read == row.normal);
    CHECK(account_passes(*read) == row.passes);
    CHECK(valid(FieldType::account, row.written) == row.passes);
    CHECK(last4(FieldType::account, row.written) == "****" + read->substr(read->size() - 4));
  }
  CHECK(last4(FieldType::account, "123456789") == "-");  // read, but too short to show four of
  CHECK(read_account("12345678"));
  for (const char* other : {"", "1234567", "123456789012345678901234567890123", "6.22202E+18",
                            "622202020011223a", "6222020200112230,6222020200112231", "支付宝"}) {
    CAPTURE(other);
    CHECK_FALSE(read_account(other));
    CHECK(last4(FieldType::account, other) == "-");
  }
}

TEST_CASE("codes of organisations", "[veil][number]") {
  const std::vector<Row> rows = {
      {"91350100M000100Y43", "91350100M000100Y43", true, "a company"},
      {"91350100m000100y43", "91350100M000100Y43", true, "small letters"},
      {"９１３５０１００Ｍ０００１００Ｙ４３", "91350100M000100Y43", true, "full width"},
      {"91350100 M000100Y4 3", "91350100M000100Y43", true, "blanks"},
      {"92110118MA0000000N", "92110118MA0000000N", true, "a household business"},
      {"91350100M000100Y44", "91350100M000100Y44", false, "another check character"},
      {"91350100M00010Y043", "91350100M00010Y043", false, "neighbours swapped"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.written, row.why);
    const auto read = veil::redact::read_uscc(row.written);
    REQUIRE(read);
    CHECK(*read == row.normal);
    CHECK(veil::redact::uscc_passes(*read) == row.passes);
    CHECK(valid(FieldType::uscc, row.written) == row.passes);
    CHECK(last4(FieldType::uscc, row.written) == "****" + read->substr(14));
  }
  for (const char* other : {"", "91350100M000100Y4", "91350100M000100Y433", "91350100MO00100Y43",
                            "9135010SM000100Y43", "公司"}) {
    CAPTURE(other);
    CHECK_FALSE(veil::redact::read_uscc(other));
  }
  // Every change of one character, and every swap of unlike neighbours, is noticed.
  const std::string code = "91350100M000100Y43";
  for (std::size_t i = 0; i < code.size(); ++i) {
    for (const char c : std::string("0123456789ABCDEFGHJKLMNPQRTUWXY")) {
      std::string other = code;
      other[i] = c;
      CHECK(veil::redact::uscc_passes(other) == (other == code));
    }
    if (i == 0) continue;
    std::string swapped = code;
    std::swap(swapped[i - 1], swapped[i]);
    CHECK(veil::redact::uscc_passes(swapped) == (swapped == code));
  }
}

TEST_CASE("last four: the mask tells nothing of the rest", "[veil][number]") {
  const auto seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  const auto digits = [&](std::size_t count) {
    std::string out;
    while (count-- > 0) out += static_cast<char>('0' + random() % 10);
    return out;
  };
  for (int i = 0; i < 5000; ++i) {
    const std::string tail = digits(4);
    for (const auto type : {FieldType::cn_id, FieldType::phone, FieldType::account}) {
      const std::string text = digits(random() % 30) + tail;
      const std::string shown = last4(type, text);
      CAPTURE(text, shown);
      REQUIRE((shown == "-" || shown == "****" + tail));
      if (shown != "-") REQUIRE(text.size() >= 10);
      REQUIRE(last4(type, shown) == "-");  // what is masked is not masked again
    }
    // Two numbers of different length look alike.
    REQUIRE(last4(FieldType::account, "62" + digits(6 + random() % 20) + tail) == "****" + tail);
    std::string bytes;
    for (auto n = random() % 30; n > 0; --n) bytes += static_cast<char>(random() % 256);
    for (const auto type : {FieldType::cn_id, FieldType::phone, FieldType::account}) {
      REQUIRE(last4(type, bytes).size() <= 8);
    }
  }
  for (const auto type : {FieldType::string, FieldType::text, FieldType::name, FieldType::address,
                          FieldType::person}) {
    CHECK(last4(type, "11010519491231002X") == "-");
  }
}
