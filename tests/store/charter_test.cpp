#include "store/charter.h"

#include <catch2/catch.hpp>
#include <functional>

#include "crypto/hash.h"
#include "crypto/pae.h"
#include "tests/store/charter_sample.h"
#include "tests/store/hostile.h"

namespace veil::store {
namespace {

using tests::for_hostile;

crypto::Key section_key(std::uint8_t byte) {
  return crypto::Key::copy_of(Bytes(32, byte));
}

}  // namespace

TEST_CASE("a charter comes back from its bytes", "[charter]") {
  const Charter charter = sample_charter();
  REQUIRE(check_charter(charter));
  const auto body = decode_charter(charter_body(charter));
  REQUIRE(body);
  CHECK(*body == charter);
  const SignedCharter signed_charter = signed_by(charter, {1, 3});
  const auto whole = decode_signed_charter(encode_signed_charter(signed_charter));
  REQUIRE(whole);
  CHECK(*whole == signed_charter);
}

TEST_CASE("the bytes of a charter are fixed for good", "[charter][golden]") {
  // Written out part by part: LE64 length, then the bytes.
  const std::string zeros(64, '0');
  const auto repeat = [](const char* byte) {
    std::string out;
    for (int i = 0; i < 32; ++i) out += byte;
    return out;
  };
  const std::string empty_list = "08000000000000000000000000000000";
  const std::string bare =
      "1100000000000000"  // 17 parts
      "0e00000000000000"
      "7665696c2f636861727465722f31"  // veil/charter/1
      "0800000000000000"
      "0100000000000000"  // suite
      "0800000000000000"
      "0100000000000000"  // version
      "2000000000000000" +
      zeros +  // previous
      "0800000000000000"
      "0068e5cf8b010000"  // time
      "2000000000000000" +
      repeat("11") +  // random
      "0600000000000000"
      "706f6c696379" +  // policy
      empty_list +
      empty_list + empty_list + empty_list + empty_list +
      "0700000000000000"
      "6c6f672b312b41"  // log
      "2000000000000000" +
      repeat("22") +                       // recovery key
      "2000000000000000" + repeat("33") +  // and commitment
      "3000000000000000"
      "0100000000000000"
      "2000000000000000"  // one custodian
      "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c"
      "0800000000000000"
      "0100000000000000";  // threshold
  CHECK(hex(charter_body(bare_charter())) == bare);
  CHECK(hex(charter_hash(sample_charter())) ==
        "f05a640bda90125153713b594386b8bdfa1e14552266668d541e3ad97bc5f7c8");
  CHECK(hex(crypto::blake2b(encode_signed_charter(signed_by(sample_charter(), {1, 3})))) ==
        "05d840515ed29f9445165df04c2bc577194d3d629875cd29b584b0966681f966");
  CHECK(hex(store_id_of(sample_charter())) == "f05a640bda90125153713b594386b8bd");
}

TEST_CASE("the hash of a charter leaves its signatures out", "[charter]") {
  const Charter charter = sample_charter();
  CHECK(charter_hash(charter) == crypto::blake2b(charter_body(charter)));
  CHECK(same_bytes(store_id_of(charter), BytesView(charter_hash(charter)).first(16)));
}

TEST_CASE("a charter that is not whole is named as such and cannot be read", "[charter]") {
  struct Row {
    const char* why;
    std::function<void(Charter&)> spoil;
  };
  const auto row = GENERATE(values<Row>({
      {"version 0", [](Charter& c) { c.version = 0; }},
      {"version 1 after something", [](Charter& c) { c.previous[5] = 1; }},
      {"version 2 after nothing", [](Charter& c) { c.version = 2; }},
      {"person 0", [](Charter& c) { c.roster[0].number = 0; }},
      {"persons out of order", [](Charter& c) { std::swap(c.roster[0], c.roster[1]); }},
      {"one number twice", [](Charter& c) { c.roster[1].number = 1; }},
      {"one name twice", [](Charter& c) { c.roster[1].name = c.roster[0].name; }},
      {"one identity twice", [](Charter& c) { c.roster[1].identity = c.roster[0].identity; }},
      {"no name", [](Charter& c) { c.roster[0].name.clear(); }},
      {"name of two lines", [](Charter& c) { c.roster[0].name = "a\nb"; }},
      {"name that is not UTF-8", [](Charter& c) { c.roster[0].name = "a\xff"; }},
      {"name that turns the text around it", [](Charter& c) { c.roster[0].name = "a\u202eb"; }},
      {"name that begins with a blank", [](Charter& c) { c.roster[0].name = " a"; }},
      {"name that ends with a wide blank", [](Charter& c) { c.roster[0].name = "a\u3000"; }},
      {"name too long", [](Charter& c) { c.roster[0].name.assign(kPersonNameMax + 1, 'n'); }},
      {"roles out of order",
       [](Charter& c) {
         c.roster[0].roles = {5, 2};
       }},
      {"one role twice",
       [](Charter& c) {
         c.roster[0].roles = {2, 2};
       }},
      {"65 roles",
       [](Charter& c) {
         c.roster[0].roles.clear();
         for (redact::RoleId i = 0; i < 65; ++i) c.roster[0].roles.push_back(i);
       }},
      {"role keys out of order", [](Charter& c) { std::swap(c.roles[0], c.roles[1]); }},
      {"one role key twice", [](Charter& c) { c.roles[2].epoch = 0; }},
      {"the host's compartment", [](Charter& c) { c.compartments[0].compartment = 3; }},
      {"compartment of no strength", [](Charter& c) { c.compartments[0].compartment = 4; }},
      {"compartment past the last class",
       [](Charter& c) { c.compartments[1].compartment = 0x10000 * 4 + 1; }},
      {"one compartment key twice", [](Charter& c) { c.compartments[1] = c.compartments[0]; }},
      {"rules out of order",
       [](Charter& c) {
         std::swap(c.compartments[0].accepted_rules[0], c.compartments[0].accepted_rules[1]);
       }},
      {"one index key twice", [](Charter& c) { c.indexes.push_back(c.indexes[0]); }},
      {"no log", [](Charter& c) { c.log_vkey.clear(); }},
      {"log of two lines", [](Charter& c) { c.log_vkey += "\n"; }},
      {"no custodians", [](Charter& c) { c.custodians.clear(); }},
      {"one custodian twice", [](Charter& c) { c.custodians[1] = c.custodians[0]; }},
      {"half of the custodians", [](Charter& c) { c.custodians.pop_back(), c.threshold = 1; }},
      {"more than all custodians", [](Charter& c) { c.threshold = 4; }},
      {"a threshold that wraps", [](Charter& c) { c.threshold = ~std::uint64_t{0}; }},
      {"nobody signs", [](Charter& c) { c.threshold = 0; }},
      {"policy too long", [](Charter& c) { c.policy.resize(kPolicySizeMax + 1); }},
      {"too many code lists", [](Charter& c) { c.code_lists.resize(kCodeListsMax + 1); }},
      {"all of it too long",
       [](Charter& c) { c.code_lists = {Bytes(kCharterSizeMax / 2), Bytes(kCharterSizeMax / 2)}; }},
  }));
  CAPTURE(row.why);
  Charter charter = sample_charter();
  row.spoil(charter);
  const auto whole = check_charter(charter);
  REQUIRE(!whole);
  CHECK(whole.error().code == Code::InvalidArgument);
}

TEST_CASE("a charter of the greatest size passes", "[charter]") {
  Charter charter = sample_charter();
  charter.code_lists = {Bytes(kCharterSizeMax - std::size_t{8} * 1024, 'c')};
  REQUIRE(check_charter(charter));
  CHECK(charter_body(charter).size() <= kCharterSizeMax);
  CHECK(decode_charter(charter_body(charter)));
}

TEST_CASE("sorting makes a charter whole whatever order it was gathered in", "[charter]") {
  Charter charter = sample_charter();
  std::reverse(charter.roster.begin(), charter.roster.end());
  std::reverse(charter.roster[1].roles.begin(), charter.roster[1].roles.end());
  std::reverse(charter.roles.begin(), charter.roles.end());
  std::reverse(charter.compartments.begin(), charter.compartments.end());
  std::reverse(charter.compartments[1].accepted_rules.begin(),
               charter.compartments[1].accepted_rules.end());
  std::reverse(charter.custodians.begin(), charter.custodians.end());
  CHECK(!check_charter(charter));
  charter.sort();
  CHECK(charter == sample_charter());
}

TEST_CASE("people and keys of a charter are found", "[charter]") {
  const Charter charter = sample_charter();
  CHECK(charter.person(3)->name == "李娜");
  CHECK(charter.person(2) == nullptr);
  CHECK(charter.person("王芳")->number == 1);
  CHECK(charter.person("王") == nullptr);
  CHECK(charter.person(person_key(3))->number == 3);
  CHECK(charter.person(person_key(2)) == nullptr);
  CHECK(charter.role_key(5)->epoch == 1);
  CHECK(charter.role_key(5, 0)->key == filled<32>(0x43));
  CHECK(charter.role_key(5, 2) == nullptr);
  CHECK(charter.role_key(3) == nullptr);
  CHECK(charter.compartment_key(9)->epoch == 2);
  CHECK(charter.compartment_key(9, 1) == nullptr);
  CHECK(charter.compartment_key(8) == nullptr);
}

TEST_CASE("a charter of another suite or format is told apart from damage", "[charter]") {
  Bytes body = charter_body(bare_charter());
  body[8 + 8 + 14 + 8] = 2;
  CHECK(decode_charter(body).error().code == Code::Unsupported);
  body = charter_body(bare_charter());
  body[8 + 8 + 13] = '2';
  CHECK(decode_charter(body).error().code == Code::Corrupt);
}

TEST_CASE("the first charter is signed by its own custodians", "[charter]") {
  CHECK(check_first(signed_by(sample_charter(), {1, 3})));
  CHECK(check_first(signed_by(sample_charter(), {1, 2, 3})));
  CHECK(check_first(signed_by(bare_charter(), {1})));

  CHECK(!check_first(signed_by(sample_charter(), {})));
  CHECK(!check_first(signed_by(sample_charter(), {2})));
  CHECK(!check_first(signed_by(sample_charter(), {2, 4})));
  CHECK(!check_first(signed_by(sample_charter(), {1, 2, 4})));
  CHECK(signed_by(sample_charter(), {2, 2}).signatures.size() == 1);

  SignedCharter twice = signed_by(sample_charter(), {2});
  twice.signatures.push_back(twice.signatures[0]);
  CHECK(check_first(twice).error().code == Code::Corrupt);
  SignedCharter changed = signed_by(sample_charter(), {1, 3});
  changed.charter.policy[0] ^= 1;
  CHECK(check_first(changed).error().code == Code::Corrupt);
  SignedCharter swapped = signed_by(sample_charter(), {1, 3});
  std::swap(swapped.signatures[0].signature, swapped.signatures[1].signature);
  CHECK(check_first(swapped).error().code == Code::Corrupt);
  CHECK(!check_first(signed_by(successor_of(sample_charter()), {1, 3})));
}

TEST_CASE("a signature over the body itself, without its domain, does not count", "[charter]") {
  SignedCharter charter{bare_charter(), {}};
  const Hash hash = charter_hash(charter.charter);
  charter.signatures = {{custodian(1).verify_key(), custodian(1).sign(hash)}};
  CHECK(!check_first(charter));
  const auto message = crypto::Pae("veil/charter/sign/1").add(hash);
  charter.signatures[0].signature = custodian(1).sign(message.view());
  CHECK(check_first(charter));
}

TEST_CASE("a charter follows another only by its rules", "[charter]") {
  struct Row {
    const char* why;
    bool valid;
    std::function<void(Charter&)> change;
  };
  const auto row = GENERATE(values<Row>({
      {"nothing but the version", true, [](Charter&) {}},
      {"same time", true, [](Charter& c) { c.time_ms -= 1; }},
      {"a newcomer", true,
       [](Charter& c) {
         c.roster.push_back({9, "N", person_key(9), {2}, 0});
       }},
      {"a newcomer with a free smaller number", true,
       [](Charter& c) {
         c.roster.push_back({2, "N", person_key(9), {2}, 0});
       }},
      {"a new name, an end, other roles", true,
       [](Charter& c) {
         c.roster[0] = {1, "王芬", person_key(1), {}, 5};
       }},
      {"a new epoch", true,
       [](Charter& c) {
         c.roles.push_back({2, 1, filled<32>(1), filled<32>(2)});
       }},
      {"an old epoch dropped", true, [](Charter& c) { c.roles.erase(c.roles.begin() + 1); }},
      {"other accepted rules", true,
       [](Charter& c) { c.compartments[0].accepted_rules = {filled<8>(9)}; }},
      {"other custodians", true,
       [](Charter& c) { c.custodians = {custodian(9).verify_key()}, c.threshold = 1; }},

      {"the same version", false, [](Charter& c) { c.version -= 1; }},
      {"a version too many", false, [](Charter& c) { c.version += 1; }},
      {"after another charter", false, [](Charter& c) { c.previous[31] ^= 1; }},
      {"an earlier time", false, [](Charter& c) { c.time_ms -= 2; }},
      {"a person dropped", false, [](Charter& c) { c.roster.erase(c.roster.begin()); }},
      {"a number of another identity", false,
       [](Charter& c) { c.roster[1].identity = person_key(8); }},
      {"a person under a new number", false, [](Charter& c) { c.roster[1].number = 4; }},
      {"a role key changed", false, [](Charter& c) { c.roles[1].key[0] ^= 1; }},
      {"a role commitment changed", false, [](Charter& c) { c.roles[1].commitment[0] ^= 1; }},
      {"the newest role key dropped", false, [](Charter& c) { c.roles.pop_back(); }},
      {"a compartment key changed", false, [](Charter& c) { c.compartments[1].key[0] ^= 1; }},
      {"a compartment's epoch fell", false, [](Charter& c) { c.compartments[1].epoch = 1; }},
      {"an index commitment changed", false, [](Charter& c) { c.indexes[0].commitment[9] ^= 1; }},
      {"not whole", false, [](Charter& c) { c.threshold = 0; }},
  }));
  CAPTURE(row.why);
  const SignedCharter before = signed_by(sample_charter(), {1, 3});
  SignedCharter after{successor_of(before.charter), {}};
  row.change(after.charter);
  after.charter.sort();
  if (check_charter(after.charter)) {
    sign_charter(after, custodian(1));
    sign_charter(after, custodian(2));
  }
  const auto follows = check_successor(before, after);
  CHECK(follows.has_value() == row.valid);
  if (!follows) CHECK(follows.error().code == Code::Corrupt);
}

TEST_CASE("custodians of the charter before sign, not those of the next", "[charter]") {
  const SignedCharter before = signed_by(sample_charter(), {1, 3});
  Charter next = successor_of(before.charter);
  next.custodians = {custodian(8).verify_key()};
  next.threshold = 1;
  CHECK(check_successor(before, signed_by(next, {1, 2})));
  CHECK(!check_successor(before, signed_by(next, {8})));
  CHECK(!check_successor(before, signed_by(next, {1, 2, 8})));
  CHECK(!check_successor(before, signed_by(next, {1})));
  CHECK(!check_successor(before, before));
}

TEST_CASE("a charter row opens only as what it was sealed as", "[charter]") {
  const SignedCharter charter = signed_by(sample_charter(), {1, 3});
  const Bytes row = seal_charter_row(section_key(7), charter);
  const auto opened = open_charter_row(section_key(7), 1, row);
  REQUIRE(opened);
  CHECK(*opened == charter);
  CHECK(open_charter_row(section_key(8), 1, row).error().code == Code::Corrupt);
  CHECK(open_charter_row(section_key(7), 2, row).error().code == Code::Corrupt);
  Bytes cut = row;
  cut.pop_back();
  CHECK(open_charter_row(section_key(7), 1, cut).error().code == Code::Corrupt);
  const std::string_view name = "王芳";
  CHECK(std::search(row.begin(), row.end(), name.begin(), name.end(), [](std::uint8_t a, char b) {
          return a == static_cast<std::uint8_t>(b);
        }) == row.end());
}

TEST_CASE("hostile charters give an error or a charter with just these bytes",
          "[charter][hostile]") {
  const auto check = [](const Bytes& bytes) {
    const auto charter = decode_signed_charter(bytes);
    if (charter && encode_signed_charter(*charter) != bytes) FAIL(hex(bytes));
  };
  for_hostile(encode_signed_charter(signed_by(bare_charter(), {1})), 50000, check);
  Charter no_people = sample_charter();
  no_people.roster.clear();
  for_hostile(encode_signed_charter(signed_by(no_people, {1, 3})), 50000, check);
  for_hostile(encode_signed_charter(signed_by(sample_charter(), {1, 3})), 5000, check);
}

TEST_CASE("no damage to a signed charter passes its check", "[charter][hostile]") {
  const SignedCharter charter = signed_by(bare_charter(), {1});
  for_hostile(encode_signed_charter(charter), 20000, [&](const Bytes& bytes) {
    const auto read = decode_signed_charter(bytes);
    if (read && check_first(*read) && *read != charter) FAIL(hex(bytes));
  });
}

}  // namespace veil::store
