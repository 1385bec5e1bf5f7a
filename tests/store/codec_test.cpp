#include "store/codec.h"

#include <catch2/catch.hpp>
#include <limits>

#include "tests/store/hostile.h"

namespace veil::store {
namespace {

using redact::Value;
using tests::draw;
using tests::for_hostile;

std::string random_text(std::mt19937& rng, std::size_t size_max) {
  std::string out(draw(rng) % (size_max + 1), '\0');
  for (char& c : out) c = static_cast<char>(draw(rng));
  return out;
}

std::int64_t random_number(std::mt19937& rng) {
  const std::uint64_t wide = std::uint64_t{draw(rng)} << 32 | draw(rng);
  return static_cast<std::int64_t>(wide) >> draw(rng) % 64;
}

redact::CodeEntry random_code(std::mt19937& rng) {
  return {random_text(rng, 12), random_text(rng, 8)};
}

redact::Date random_date(std::mt19937& rng) {
  return {static_cast<std::int32_t>(random_number(rng)),
          static_cast<redact::Precision>(draw(rng) % 3)};
}

Value random_value(std::mt19937& rng, std::size_t kind) {
  const auto maybe = [&rng] {
    return draw(rng) % 2 == 0 ? std::nullopt : std::optional(random_number(rng));
  };
  switch (kind) {
    case 0:
      return redact::Unknown{};
    case 1:
      return random_text(rng, 300);
    case 2:
      return random_date(rng);
    case 3:
      return redact::Money{random_number(rng)};
    case 4:
      return random_number(rng);
    case 5:
      return draw(rng) % 2 == 0;
    case 6:
      return random_code(rng);
    case 7: {
      std::vector<redact::CodeEntry> list(draw(rng) % (redact::kCodesMax + 1));
      for (auto& entry : list) entry = random_code(rng);
      return list;
    }
    case 8:
      return redact::Band{maybe(), maybe()};
    case 9: {
      redact::FileReference file{
          random_text(rng, 40), std::uint64_t{draw(rng)} << draw(rng) % 33, {}};
      for (auto& byte : file.digest) byte = static_cast<std::uint8_t>(draw(rng));
      return file;
    }
    default:
      return redact::Present{draw(rng) % 2 == 0};
  }
}

Bytes encoded(const Value& value) {
  Bytes out;
  REQUIRE(encode_value(out, value));
  return out;
}

std::vector<TableRow> random_table(std::mt19937& rng, std::size_t size_max) {
  std::vector<TableRow> rows(draw(rng) % (size_max + 1));
  for (TableRow& row : rows) {
    row.row = draw(rng) % 3 == 0 ? draw(rng) : draw(rng) % 5;
    row.field = static_cast<redact::FieldId>(draw(rng) % 2 == 0 ? draw(rng) : draw(rng) % 200);
    const unsigned pick = draw(rng) % 14;
    row.type = pick == 12   ? kCleared
               : pick == 13 ? kRowRemoved
                            : static_cast<std::uint8_t>(pick % redact::kValueKinds);
    if (pick < 12)
      row.length = draw(rng) % (draw(rng) % 9 == 0 ? std::uint32_t{kValueSizeMax} + 1 : 300U);
  }
  std::sort(rows.begin(), rows.end(), table_order);
  rows.erase(std::unique(rows.begin(), rows.end(),
                         [](const TableRow& a, const TableRow& b) { return !table_order(a, b); }),
             rows.end());
  return rows;
}

redact::Facts random_facts(std::mt19937& rng) {
  redact::Facts facts;
  facts.created_by = draw(rng);
  facts.created_at_ms = std::uint64_t{draw(rng)} << draw(rng) % 33;
  if (draw(rng) % 2 == 0) facts.opened_on = random_date(rng);
  facts.assigned.resize(draw(rng) % 9);
  for (auto& person : facts.assigned) person = draw(rng) >> draw(rng) % 32;
  facts.conflicts.resize(draw(rng) % 3);
  for (auto& person : facts.conflicts) person = draw(rng);
  facts.status = random_text(rng, 12);
  facts.consents.resize(draw(rng) % 4);
  for (auto& consent : facts.consents) {
    consent = {random_text(rng, 20), random_text(rng, 20), draw(rng), draw(rng) % 2 == 0};
    if (draw(rng) % 2 == 0) continue;
    consent.row = draw(rng) >> draw(rng) % 32;
    consent.giver = random_text(rng, 8);
    consent.withdrawn_at_ms = draw(rng) % 3;
    consent.overridden = draw(rng) % 2 == 0;
  }
  facts.guardian_conflict = draw(rng) % 4 == 0;
  facts.referrals.resize(draw(rng) % 4 == 0 ? draw(rng) % 4 : 0);
  for (auto& referral : facts.referrals) {
    referral = {draw(rng),
                random_text(rng, 20),
                static_cast<redact::ReferralStatus>(draw(rng) % 5),
                draw(rng),
                std::uint64_t{draw(rng)} << draw(rng) % 33,
                draw(rng),
                draw(rng)};
  }
  facts.holds.resize(draw(rng) % 3);
  for (auto& hold : facts.holds) hold = random_text(rng, 40);
  return facts;
}

}  // namespace

TEST_CASE("every value comes back from its bytes", "[store][property]") {
  const auto seed = GENERATE(take(20, random(0U, 0xffffffffU)));
  CAPTURE(seed);
  std::mt19937 rng(seed);
  for (unsigned round = 0; round < 100; ++round) {
    for (std::size_t kind = 0; kind < redact::kValueKinds; ++kind) {
      const Value value = random_value(rng, kind);
      REQUIRE(value.index() == kind);
      const auto back = decode_value(static_cast<std::uint8_t>(kind), encoded(value));
      REQUIRE(back);
      REQUIRE(*back == value);
    }
  }
}

TEST_CASE("the bytes of a value are fixed for good", "[store][golden]") {
  struct Row {
    const char* why;
    Value value;
    const char* hex;
  };
  Hash digest{};
  digest[0] = 0xaa;
  digest[31] = 0x55;
  const auto row = GENERATE_COPY(values<Row>({
      {"unknown", redact::Unknown{}, ""},
      {"text", std::string("欧阳"), "e6aca7e998b3"},
      {"empty text", std::string(), ""},
      {"day", redact::Date{7122, redact::Precision::day}, "a46f00"},
      {"month before the epoch", redact::Date{-31, redact::Precision::month}, "3d01"},
      {"money", redact::Money{1280050}, "e4a09c01"},
      {"debt", redact::Money{-1}, "01"},
      {"least number", std::numeric_limits<std::int64_t>::min(), "ffffffffffffffffff01"},
      {"greatest number", std::numeric_limits<std::int64_t>::max(), "feffffffffffffffff01"},
      {"true", true, "01"},
      {"code", redact::CodeEntry{"110105", "2023"}, "063131303130350432303233"},
      {"codes", std::vector<redact::CodeEntry>{{"a", ""}, {"", "b"}}, "02016100000162"},
      {"band", redact::Band{30, 34}, "013c0144"},
      {"open band", redact::Band{std::nullopt, 17}, "000122"},
      {"file", redact::FileReference{"a/b", 300, digest},
       "03612f62ac02aa00000000000000000000000000000000000000000000000000000000000055"},
      {"present, not valid", redact::Present{false}, "00"},
  }));
  CAPTURE(row.why);
  CHECK(hex(encoded(row.value)) == row.hex);
}

TEST_CASE("bytes that no encoder wrote are refused", "[store]") {
  struct Row {
    const char* why;
    std::uint8_t kind;
    const char* hex;
  };
  const auto row = GENERATE(values<Row>({
      {"unknown with a byte", 0, "00"},
      {"date without precision", 2, "00"},
      {"date of a fourth precision", 2, "0003"},
      {"date past 32 bits", 2, "808080801000"},
      {"money in a longer form", 3, "8000"},
      {"number past 64 bits", 4, "ffffffffffffffffff02"},
      {"number and a byte", 4, "0000"},
      {"truth of 2", 5, "02"},
      {"no truth", 5, ""},
      {"code shorter than it says", 6, "0561"},
      {"code longer than all memory", 6, "ffffffffffffffffff01"},
      {"65 codes", 7, "41"},
      {"64 codes, none there", 7, "40"},
      {"band with a flag of 2", 8, "0200"},
      {"band without its end", 8, "0001"},
      {"file with half a digest", 9, "00000000000000"},
      {"present of 255", 10, "ff"},
  }));
  CAPTURE(row.why);
  const auto value = decode_value(row.kind, *parse_hex(row.hex));
  REQUIRE(!value);
  CHECK(value.error().code == Code::Corrupt);
}

TEST_CASE("a kind that is not known yet is told apart from damage", "[store]") {
  const auto kind = GENERATE(11, 12, 253, 254, 255);
  const auto value = decode_value(static_cast<std::uint8_t>(kind), Bytes{1});
  REQUIRE(!value);
  CHECK(value.error().code == Code::Unsupported);
}

TEST_CASE("values at their limits pass, above them they are refused whole", "[store]") {
  const std::string longest(redact::kTextSizeMax, 'x');
  const std::string too_long = longest + "x";
  Bytes to{7};

  CHECK(encode_value(to, longest));
  CHECK(to.size() == 1 + longest.size());
  CHECK(decode_value(1, BytesView(to).subspan(1)));

  to = {7};
  std::vector<redact::CodeEntry> huge(5, {std::string(1000000, 'c'), ""});
  for (const Value& value : std::vector<Value>{
           too_long, redact::CodeEntry{too_long, ""}, redact::CodeEntry{"", too_long},
           redact::FileReference{too_long, 0, {}}, std::vector<redact::CodeEntry>(65), huge}) {
    const auto done = encode_value(to, value);
    REQUIRE(!done);
    CHECK(done.error().code == Code::InvalidArgument);
    CHECK(to == Bytes{7});
  }
  CHECK(encode_value(to, std::vector<redact::CodeEntry>(64)));
  CHECK(!decode_value(1, view_of(too_long)));
}

TEST_CASE("hostile bytes of a value give an error or a value with just these bytes",
          "[store][hostile]") {
  std::mt19937 rng(7);
  for (std::uint8_t kind = 0; kind < redact::kValueKinds; ++kind) {
    CAPTURE(int{kind});
    for_hostile(encoded(random_value(rng, kind)), 10000, [kind](const Bytes& bytes) {
      const auto value = decode_value(kind, bytes);
      if (value && encoded(*value) != bytes) FAIL(hex(bytes));
    });
  }
}

TEST_CASE("every section table comes back from its bytes", "[store][property]") {
  const auto seed = GENERATE(take(200, random(0U, 0xffffffffU)));
  CAPTURE(seed);
  std::mt19937 rng(seed);
  const auto rows = random_table(rng, 90);
  const Bytes bytes = encode_table(rows);
  const auto back = decode_table(bytes);
  REQUIRE(back);
  CHECK(*back == rows);
}

TEST_CASE("the bytes of a section table are fixed for good", "[store][golden]") {
  const std::vector<TableRow> rows{
      {0, 1, 1, 12},          {0, 2, 0, 0},           {0, 300, kCleared, 0},
      {0, 3, kRowRemoved, 0}, {0, 4, kRowRemoved, 0}, {1, 0, 5, 1},
      {1, 1, 1, 300},         {1, 9, kRowRemoved, 0}, {4294967295U, 65535, 10, 1},
  };
  const Bytes bytes = encode_table(rows);
  CHECK(hex(bytes) ==
        "0109"                    // version, rows
        "0001010c"                // row +0, text, field 1, 12 bytes
        "00000000"                // field +0: the next
        "00fea902"                // field +297, cleared
        "00ff03"                  // removed entity 3
        "00ff00"                  // removed entity 4
        "01050001"                // row 1, field 0
        "000100ac02"              // field 1, 300 bytes
        "00ff09"                  // removed entity 9
        "feffffff0f0affff0301");  // the last row and field
  const auto back = decode_table(bytes);
  REQUIRE(back);
  CHECK(*back == rows);
  CHECK(hex(encode_table({})) == "0100");
}

TEST_CASE("a section table of 80 values takes at most five bytes a value", "[store]") {
  std::vector<TableRow> rows;
  for (redact::FieldId field = 1; field <= 80; ++field)
    rows.push_back({field / 20U, field, 1, 150});
  CHECK(encode_table(rows).size() <= 3 + 80 * 5);
}

TEST_CASE("section tables that no encoder wrote are refused", "[store]") {
  struct Row {
    const char* why;
    const char* hex;
    Code code;
  };
  const auto row = GENERATE(values<Row>({
      {"nothing", "", Code::Corrupt},
      {"version 0", "0000", Code::Corrupt},
      {"version 2", "0200", Code::Unsupported},
      {"no count", "01", Code::Corrupt},
      {"65,536 rows", "01808004", Code::Corrupt},
      {"rows missing", "0102000101", Code::Corrupt},
      {"count in a longer form", "018000", Code::Corrupt},
      {"a byte too many", "010000", Code::Corrupt},
      {"type 11",
       "010100"
       "0b"
       "0101",
       Code::Unsupported},
      {"type 253",
       "010100"
       "fd"
       "01",
       Code::Unsupported},
      {"value of 4 MiB and a byte",
       "0101000101"
       "81808002",
       Code::Corrupt},
      {"field past 65535",
       "0102"
       "0000ffff0300"
       "00000000",
       Code::Corrupt},
      {"row past 32 bits",
       "0102"
       "ffffffff0f000000"
       "01000000",
       Code::Corrupt},
      {"a field after a removed entity of its row",
       "0102"
       "00ff01"
       "00000000",
       Code::Corrupt},
  }));
  CAPTURE(row.why);
  const auto table = decode_table(*parse_hex(row.hex));
  REQUIRE(!table);
  CHECK(table.error().code == row.code);
}

TEST_CASE("the largest section table passes", "[store]") {
  std::vector<TableRow> rows(kTableRowsMax);
  for (redact::Row i = 0; i < rows.size(); ++i) rows[i] = {i, 1, 0, 0};
  const auto back = decode_table(encode_table(rows));
  REQUIRE(back);
  CHECK(*back == rows);
}

TEST_CASE("hostile section tables give an error or a table with just these bytes",
          "[store][hostile]") {
  std::mt19937 rng(11);
  for (unsigned i = 0; i < 10; ++i) {
    for_hostile(encode_table(random_table(rng, 60)), 12000, [](const Bytes& bytes) {
      const auto rows = decode_table(bytes);
      if (rows && encode_table(*rows) != bytes) FAIL(hex(bytes));
    });
  }
}

TEST_CASE("facts come back from their bytes", "[store][property]") {
  const auto seed = GENERATE(take(500, random(0U, 0xffffffffU)));
  CAPTURE(seed);
  std::mt19937 rng(seed);
  const redact::Facts facts = random_facts(rng);
  const auto bytes = encode_facts(facts);
  REQUIRE(bytes);
  const auto back = decode_facts(*bytes);
  REQUIRE(back);
  CHECK(*back == facts);
}

TEST_CASE("the bytes of facts are fixed for good", "[store][golden]") {
  redact::Facts facts;
  facts.created_by = 7;
  facts.created_at_ms = 1700000000000;
  facts.opened_on = redact::Date{19675, redact::Precision::day};
  facts.assigned = {7, 300};
  facts.conflicts = {9};
  facts.status = "open";
  facts.consents = {{"aid", "fed", 5, true}};
  facts.holds = {"court"};
  const auto bytes = encode_facts(facts);
  REQUIRE(bytes);
  CHECK(hex(*bytes) ==
        "01"
        "07"
        "80d095ffbc31"
        "01b6b30200"
        "0207ac02"
        "0109"
        "046f70656e"
        "010361696403666564"
        "0501"
        "0105636f757274");
  CHECK(hex(*encode_facts({})) == "010000000000000000");
}

TEST_CASE("the bytes of facts with more than the first stores knew are fixed as well",
          "[store][golden]") {
  redact::Facts facts;
  facts.consents = {{"aid", "fed", 5, false, 3, "guardian", 9, true}, {"aid", "fed", 6, false}};
  facts.guardian_conflict = true;
  facts.referrals = {{4, "fed", redact::ReferralStatus::declined, 7, 300, 1, 2}};
  const auto bytes = encode_facts(facts);
  REQUIRE(bytes);
  CHECK(hex(*bytes) ==
        "02"
        "0000"
        "00"
        "0000"
        "00"
        "02"
        "03616964"
        "03666564"
        "0500"
        "03616964"
        "03666564"
        "0600"
        "00"
        "03"
        "08677561726469616e"
        "09"
        "01"
        "00"
        "00"
        "00"
        "00"
        "01"
        "01"
        "04"
        "03666564"
        "02"
        "07"
        "ac02"
        "01"
        "02");
  // What version 1 can say has no second form.
  CHECK(decode_facts(*parse_hex("0200000000000000000000")).error().code == Code::Corrupt);
}

TEST_CASE("facts of a newer version are told apart from damage", "[store]") {
  CHECK(decode_facts(*parse_hex("030000000000000000")).error().code == Code::Unsupported);
  CHECK(decode_facts(*parse_hex("000000000000000000")).error().code == Code::Corrupt);
  CHECK(decode_facts({}).error().code == Code::Corrupt);
  CHECK(decode_facts(*parse_hex("01000000000000000000")).error().code == Code::Corrupt);
}

TEST_CASE("facts above a limit are refused when written and when read", "[store]") {
  redact::Facts facts;
  facts.assigned.resize(kFactsListMax);
  CHECK(decode_facts(*encode_facts(facts)));
  facts.assigned.resize(kFactsListMax + 1);
  CHECK(encode_facts(facts).error().code == Code::InvalidArgument);
  facts.assigned.clear();
  facts.holds = {std::string(kFactsTextMax + 1, 'h')};
  CHECK(encode_facts(facts).error().code == Code::InvalidArgument);

  // 1,001 persons assigned, as a hostile writer would put it.
  Bytes bytes = *parse_hex(
      "01000000"
      "e907");
  bytes.resize(bytes.size() + 1001 + 4);
  CHECK(decode_facts(bytes).error().code == Code::Corrupt);
}

TEST_CASE("hostile facts give an error or facts with just these bytes", "[store][hostile]") {
  std::mt19937 rng(13);
  for (unsigned i = 0; i < 10; ++i) {
    for_hostile(*encode_facts(random_facts(rng)), 12000, [](const Bytes& bytes) {
      const auto facts = decode_facts(bytes);
      if (facts && encode_facts(*facts) != bytes) FAIL(hex(bytes));
    });
  }
}

}  // namespace veil::store
