// Tokens of forms, and lexicons: what is equal, what is not, how they grow, and what damage does.
#include "store/lexicon.h"

#include <catch2/catch.hpp>

#include <set>

#include "tests/store/hostile.h"

namespace veil::store {
namespace {

using redact::Alphabet;
using tests::for_hostile;

constexpr StoreId kStore = {1, 2, 3};

std::uint32_t tag(redact::Rule rule, std::uint32_t number) {
  return redact::pack({redact::SpanType::person, rule, redact::Part::child, false, number});
}

TEST_CASE("a token is one form's, in one record, under both keys", "[store][lexicon]") {
  const crypto::Key lexicon = crypto::Key::random();
  const crypto::Key host = crypto::Key::random();
  const RecordId one = RecordId::random();
  const RecordId two = RecordId::random();
  const auto token = [&](const crypto::Key& inner, const crypto::Key& outer, const RecordId& record,
                         const char* form) {
    return LexiconTokens(outer, kStore, record).of(InnerTokens(inner, kStore, record).of(form));
  };
  const LexiconToken here = token(lexicon, host, one, "t小雨");
  CHECK(token(lexicon, host, one, "t小雨") == here);
  const std::set<LexiconToken> others = {
      token(lexicon, host, two, "t小雨"),
      token(lexicon, host, one, "s小雨"),
      token(crypto::Key::random(), host, one, "t小雨"),
      token(lexicon, crypto::Key::random(), one, "t小雨"),
      LexiconTokens(host, kStore, two).of(InnerTokens(lexicon, kStore, one).of("t小雨")),
      LexiconTokens(host, {9}, one).of(InnerTokens(lexicon, {9}, one).of("t小雨"))};
  CHECK(others.size() == 6);
  CHECK(others.count(here) == 0);
}

TEST_CASE("a lexicon only grows, and the earlier rule stays", "[store][lexicon]") {
  Lexicon lexicon;
  const redact::FormLength two{Alphabet::text, 2};
  const redact::FormLength four{Alphabet::text, 4};
  lexicon.add(
      {{{7}, two, tag(redact::Rule::known_part, 1)}, {{3}, four, tag(redact::Rule::known, 1)}},
      {21, 20});
  lexicon.add({{{7}, two, tag(redact::Rule::known, 2)}, {{3}, four, tag(redact::Rule::known, 2)}},
              {20});
  CHECK(lexicon.covers == std::vector<redact::FieldId>{20, 21});
  REQUIRE(lexicon.entries.size() == 2);
  CHECK(lexicon.find({3})->tag == tag(redact::Rule::known, 1));  // the older of equals
  CHECK(lexicon.find({7})->tag == tag(redact::Rule::known, 2));
  CHECK(lexicon.find({5}) == nullptr);
  CHECK(lexicon.lengths() == std::vector<redact::FormLength>{two, four});
  Lexicon same = lexicon;
  same.add(lexicon.entries, lexicon.covers);
  CHECK(same == lexicon);
}

TEST_CASE("a lexicon reads back as it was, or not at all", "[store][lexicon]") {
  Lexicon lexicon;
  for (std::uint8_t i = 1; i < 30; ++i) {
    lexicon.add({{{i}, {Alphabet::digits, i}, tag(redact::Rule::known, i)}}, {i});
  }
  const Bytes bytes = encode_lexicon(lexicon);
  CHECK(decode_lexicon(bytes).value() == lexicon);
  CHECK(decode_lexicon(encode_lexicon({})).value() == Lexicon{});
  for_hostile(bytes, 2000, [&](const Bytes& damaged) {
    const auto read = decode_lexicon(damaged);
    if (read) CHECK(encode_lexicon(*read) == damaged);
  });
  CHECK(decode_lexicon(Bytes{2, 0, 0}).error().code == Code::Unsupported);
  CHECK(decode_lexicon(Bytes{1, 2, 9, 9, 0}).error().code == Code::Corrupt);
}

}  // namespace
}  // namespace veil::store
