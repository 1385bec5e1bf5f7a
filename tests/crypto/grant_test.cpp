#include "crypto/grant.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "crypto/hash.h"
#include "crypto/pae.h"
#include "tests/crypto/random_bytes.h"

namespace veil::crypto {
namespace {

SigningKey signer(std::uint8_t number) {
  return SigningKey::from_seed(Bytes(32, number));
}

Grant sample(const PublicKey& holder_key, const Key& key) {
  Grant grant;
  grant.kind = GrantKind::CompartmentToRole;
  grant.store.fill(9);
  grant.charter_version = 4;
  grant.holder = 7;
  grant.object = 22;
  grant.epoch = 3;
  grant.not_before_ms = 1000;
  grant.until_ms = 2000;
  REQUIRE(grant.seal_key(holder_key, key));
  return grant;
}

std::vector<VerifyKey> verify_keys(std::initializer_list<std::uint8_t> numbers) {
  std::vector<VerifyKey> out;
  for (const std::uint8_t number : numbers) out.push_back(signer(number).verify_key());
  return out;
}

}  // namespace

TEST_CASE("a grant opens for its holder to the granted key", "[grant]") {
  const Key holder = Key::random();
  const Key key = Key::random();
  const Grant grant = sample(public_key_of(holder), key);
  const auto opened = open_grant(grant, holder);
  REQUIRE(opened);
  CHECK(same_bytes(opened->reveal(), key.reveal()));
  CHECK(open_grant(grant, Key::random()).error().code == Code::Corrupt);
  CHECK(Grant(grant).seal_key(PublicKey{}, key).error().code == Code::InvalidArgument);
}

TEST_CASE("a grant's box is bound to every field of its context", "[grant]") {
  const Key holder = Key::random();
  Grant grant = sample(public_key_of(holder), Key::random());
  const Grant before = grant;
  SECTION("kind") {
    grant.kind = GrantKind::IndexToRole;
  }
  SECTION("store") {
    grant.store[15] ^= 1;
  }
  SECTION("holder") {
    grant.holder = 8;
  }
  SECTION("object") {
    grant.object = 23;
  }
  SECTION("epoch") {
    grant.epoch = 4;
  }
  SECTION("box") {
    grant.box[40] ^= 1;
  }
  SECTION("commitment") {
    grant.commitment[0] ^= 1;
  }
  SECTION("empty box") {
    grant.box.clear();
  }
  REQUIRE(grant != before);
  CHECK(open_grant(grant, holder).error().code == Code::Corrupt);
}

TEST_CASE("a grant whose box holds another key than it commits to is refused", "[grant]") {
  const Key holder = Key::random();
  Grant grant = sample(public_key_of(holder), Key::random());
  const Hash honest = grant.commitment;
  REQUIRE(grant.seal_key(public_key_of(holder), Key::random()));  // a key of the attacker's
  grant.commitment = honest;
  const auto opened = open_grant(grant, holder);
  REQUIRE_FALSE(opened);
  CHECK(opened.error().code == Code::Corrupt);
  CHECK(opened.error().message.find("commits") != std::string::npos);
}

TEST_CASE("a grant counts distinct custodians whose signatures fit", "[grant]") {
  Grant grant = sample(public_key_of(Key::random()), Key::random());
  const auto custodians = verify_keys({1, 2, 3});
  CHECK_FALSE(grant.signed_by(custodians, 1));
  CHECK_FALSE(grant.signed_by(custodians, 0));
  grant.sign_with(signer(1));
  CHECK(grant.signed_by(custodians, 1));
  CHECK_FALSE(grant.signed_by(custodians, 0));
  CHECK_FALSE(grant.signed_by(custodians, 2));
  grant.sign_with(signer(1));
  CHECK(grant.signatures.size() == 1);
  grant.sign_with(signer(9));  // not a custodian
  CHECK_FALSE(grant.signed_by(custodians, 2));
  // The same one several times counts once, on either side.
  Grant repeated = grant;
  repeated.signatures.assign(3, grant.signatures[0]);
  CHECK_FALSE(repeated.signed_by(custodians, 2));
  CHECK_FALSE(grant.signed_by(verify_keys({1, 1, 1}), 2));
  grant.sign_with(signer(3));
  CHECK(grant.signed_by(custodians, 2));
  CHECK_FALSE(grant.signed_by(custodians, 3));
  CHECK_FALSE(grant.signed_by({}, 1));
}

TEST_CASE("a signature covers every field of a grant", "[grant]") {
  Grant grant = sample(public_key_of(Key::random()), Key::random());
  grant.sign_with(signer(1));
  const auto custodians = verify_keys({1});
  REQUIRE(grant.signed_by(custodians, 1));
  SECTION("kind") {
    grant.kind = GrantKind::RoleToRecovery;
  }
  SECTION("store") {
    grant.store[0] ^= 1;
  }
  SECTION("charter version") {
    ++grant.charter_version;
  }
  SECTION("holder") {
    ++grant.holder;
  }
  SECTION("object") {
    ++grant.object;
  }
  SECTION("holder and object change places") {
    std::swap(grant.holder, grant.object);
  }
  SECTION("epoch") {
    ++grant.epoch;
  }
  SECTION("commitment") {
    grant.commitment[31] ^= 0x80;
  }
  SECTION("box") {
    grant.box.back() ^= 1;
  }
  SECTION("not before") {
    --grant.not_before_ms;
  }
  SECTION("until") {
    ++grant.until_ms;
  }
  SECTION("signature") {
    grant.signatures[0].signature[5] ^= 1;
  }
  SECTION("someone else's name on it") {
    grant.signatures[0].custodian = signer(2).verify_key();
  }
  CHECK_FALSE(grant.signed_by(verify_keys({1, 2}), 1));
}

TEST_CASE("a grant's body is the PAE that the format describes", "[grant]") {
  const Grant grant = sample(public_key_of(Key::random()), Key::random());
  Bytes expected;
  const auto part = [&](BytesView bytes) {
    append_le64(expected, bytes.size());
    append(expected, bytes);
  };
  const auto number = [&](std::uint64_t value) {
    append_le64(expected, 8);
    append_le64(expected, value);
  };
  append_le64(expected, 12);
  part(view_of("veil/grant/1"));
  number(1);
  number(2);
  part(Bytes(16, 9));
  number(4);
  number(7);
  number(22);
  number(3);
  part(grant.commitment);
  part(grant.box);
  number(1000);
  number(2000);
  CHECK(grant.signed_body() == expected);
}

TEST_CASE("a grant round-trips as a row", "[grant][property]") {
  const auto seed = GENERATE(take(100, random(0U, 0xffffffffU)));
  CAPTURE(seed);
  std::mt19937 rng(seed);
  Grant grant;
  grant.kind = static_cast<GrantKind>(1 + rng() % 5);
  grant.store = random_bytes_of<16>(rng);
  grant.charter_version = rng();
  grant.holder = static_cast<std::uint32_t>(rng());
  grant.object = static_cast<std::uint32_t>(rng());
  grant.epoch = std::uint64_t{rng()} << 32 | rng();
  grant.not_before_ms = rng();
  grant.until_ms = rng();
  const Key key = Key::copy_of(random_bytes(rng, 32));
  REQUIRE(grant.seal_key(public_key_of(key), key));
  for (auto left = rng() % 5; left > 0; --left) {
    grant.sign_with(SigningKey::from_seed(random_bytes(rng, 32)));
  }
  const Bytes row = grant.encode();
  CHECK(row.size() <= kGrantSizeMax);
  const auto read = Grant::decode(row);
  REQUIRE(read);
  CHECK(*read == grant);
  CHECK(read->encode() == row);

  // Any one byte changed, dropped or added: refused, or another grant, never the same.
  Bytes other = row;
  const std::size_t at = rng() % row.size();
  switch (rng() % 3) {
    case 0:
      other[at] ^= static_cast<std::uint8_t>(1 + rng() % 255);
      break;
    case 1:
      other.resize(at);
      break;
    default:
      other.insert(other.begin() + static_cast<std::ptrdiff_t>(at),
                   static_cast<std::uint8_t>(rng()));
  }
  const auto changed = Grant::decode(other);
  if (changed) {
    CHECK(changed->encode() == other);
    CHECK((*changed != grant || other == row));
  }
}

TEST_CASE("a grant's row is refused unless canonical", "[grant]") {
  Grant grant = sample(public_key_of(Key::random()), Key::random());
  grant.sign_with(signer(1));
  grant.sign_with(signer(2));
  REQUIRE(Grant::decode(grant.encode()));
  const auto row_of = [](BytesView body, const std::vector<GrantSignature>& signatures) {
    Pae list;
    for (const auto& one : signatures) list.add(Pae().add(one.custodian).add(one.signature));
    return std::move(Pae("veil/grant-row/1").add(body).add(list)).take();
  };
  const Bytes body = grant.signed_body();
  auto signatures = grant.signatures;
  REQUIRE(Grant::decode(row_of(body, signatures)));

  std::swap(signatures[0], signatures[1]);
  CHECK_FALSE(Grant::decode(row_of(body, signatures)));  // out of order
  signatures[1] = signatures[0];
  CHECK_FALSE(Grant::decode(row_of(body, signatures)));  // twice the same
  signatures.clear();
  for (unsigned i = 0; i <= kGrantSignaturesMax; ++i) {
    GrantSignature one;
    one.custodian[0] = static_cast<std::uint8_t>(i);
    signatures.push_back(one);
  }
  CHECK_FALSE(Grant::decode(row_of(body, signatures)));
  signatures.pop_back();
  const Bytes longest = row_of(body, signatures);
  CHECK(longest.size() <= kGrantSizeMax);
  CHECK(Grant::decode(longest));

  Bytes changed = body;
  const std::size_t suite_at = 8 + 8 + 12 + 8;
  REQUIRE(changed[suite_at] == 1);
  changed[suite_at] = 2;
  CHECK(Grant::decode(row_of(changed, {})).error().code == Code::Unsupported);
  changed = body;
  changed[suite_at + 16] = 6;  // kind
  CHECK(Grant::decode(row_of(changed, {})).error().code == Code::Corrupt);
  changed[suite_at + 16] = 0;
  CHECK_FALSE(Grant::decode(row_of(changed, {})));
  grant.box.pop_back();
  CHECK_FALSE(Grant::decode(row_of(grant.signed_body(), {})));
  CHECK_FALSE(Grant::decode(Bytes(kGrantSizeMax + 1)));
  CHECK_FALSE(Grant::decode({}));
}

TEST_CASE("a grant's time begins at not before and ends before until", "[grant]") {
  Grant grant;
  grant.not_before_ms = 10;
  grant.until_ms = 20;
  CHECK_FALSE(grant.in_time(9));
  CHECK(grant.in_time(10));
  CHECK(grant.in_time(19));
  CHECK_FALSE(grant.in_time(20));
  grant.until_ms = 0;
  CHECK(grant.in_time(~std::uint64_t{0}));
}

TEST_CASE("a key's commitment depends on the key, its kind, number and epoch", "[grant]") {
  const Key key = Key::copy_of(Bytes(32, 1));
  const Hash base = key_commitment(key, KeyKind::Role, 2, 3);
  Pae body("veil/key-commitment/1");
  body.add(std::uint64_t{1}).add(std::uint64_t{2}).add(std::uint64_t{3});
  CHECK(base == blake2b_keyed(Bytes(32, 1), body.view()));
  CHECK(base != key_commitment(key, KeyKind::Compartment, 2, 3));
  CHECK(base != key_commitment(key, KeyKind::Role, 3, 3));
  CHECK(base != key_commitment(key, KeyKind::Role, 2, 4));
  CHECK(base != key_commitment(Key(), KeyKind::Role, 2, 3));
  // A role's key is the same object whether a person or recovery holds it.
  CHECK(key_kind_of(GrantKind::RoleToPerson) == KeyKind::Role);
  CHECK(key_kind_of(GrantKind::RoleToRecovery) == KeyKind::Role);
  CHECK(key_kind_of(GrantKind::CompartmentToRole) == KeyKind::Compartment);
  CHECK(key_kind_of(GrantKind::IndexToRole) == KeyKind::Index);
  CHECK(key_kind_of(GrantKind::RecoveryToCustodian) == KeyKind::Recovery);
}

}  // namespace veil::crypto
