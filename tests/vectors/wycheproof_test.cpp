// Wycheproof (C2SP) and BLAKE2 vectors against the primitives of crypto/.
#include <sodium.h>

#include <algorithm>

#include "crypto/aead.h"
#include "crypto/box.h"
#include "crypto/hash.h"
#include "crypto/pae.h"
#include "crypto/sign.h"
#include "tests/crypto/reference_blake2b.h"
#include "tests/vectors/vector_files.h"

namespace veil::crypto {
namespace {

using boost::json::value;
using vectors::hex_at;
using vectors::text_at;

// Calls check(group, test), which says whether the outcome is the expected one, for each test of a
// file.
void run_suite(const char* name, std::size_t size, const auto& check) {
  const auto folder = vectors::folder("wycheproof");
  if (!folder) return;
  const value document = vectors::read_json(*folder / (std::string(name) + "_test.json"));
  std::size_t seen = 0;
  std::size_t right = 0;
  for (const value& group : document.at("testGroups").as_array()) {
    for (const value& test : group.at("tests").as_array()) {
      const std::int64_t id = test.at("tcId").as_int64();
      CAPTURE(name, id, text_at(test, "comment"));
      const bool as_expected = check(group, test);
      CHECK(as_expected);
      ++seen;
      right += as_expected ? 1 : 0;
    }
  }
  CHECK(seen == size);
  CHECK(document.at("numberOfTests").as_int64() == static_cast<std::int64_t>(size));
  std::cout << name << ": " << right << " of " << seen << " as expected\n";
}

bool is_valid(const value& test) {
  return text_at(test, "result") == "valid";
}

template <std::size_t N>
ByteArray<N> array_of(const Bytes& bytes) {
  REQUIRE(bytes.size() == N);
  ByteArray<N> out{};
  std::copy(bytes.begin(), bytes.end(), out.begin());
  return out;
}

Bytes joined(const Bytes& a, const Bytes& b) {
  Bytes out = a;
  append(out, b);
  return out;
}

// What an opening gave is as the vector says: the message, or a refusal.
bool fits(const Result<Bytes>& opened, const value& test) {
  if (!opened) return !is_valid(test) && opened.error().code == Code::Corrupt;
  return is_valid(test) && *opened == hex_at(test, "msg");
}

// crypto/aead.h draws its nonces itself, so most vectors go to the function below it.
Result<Bytes> open_with_nonce(const Key& key, const Bytes& nonce, const Bytes& context,
                              const Bytes& sealed) {
  Bytes out(sealed.size() - kTagSize);
  if (crypto_aead_chacha20poly1305_ietf_decrypt(out.data(), nullptr, nullptr, sealed.data(),
                                                sealed.size(), context.data(), context.size(),
                                                nonce.data(), key.reveal().data()) != 0) {
    return fail(Code::Corrupt, "altered");
  }
  return out;
}

}  // namespace

TEST_CASE("ChaCha20-Poly1305 agrees with Wycheproof", "[conformance][aead]") {
  std::size_t through_open = 0;
  run_suite("chacha20_poly1305", 325, [&](const value&, const value& test) {
    const Bytes nonce = hex_at(test, "iv");
    if (nonce.size() != 12) return !is_valid(test);  // the interface has no room for it
    const Key key = Key::copy_of(hex_at(test, "key"));
    const Bytes context = hex_at(test, "aad");
    const Bytes sealed = joined(hex_at(test, "ct"), hex_at(test, "tag"));
    if (read_le32(nonce.data()) != 0)
      return fits(open_with_nonce(key, nonce, context, sealed), test);
    ++through_open;
    const std::uint64_t counter = read_le64(nonce.data() + 4);
    Bytes again;
    seal(again, key, counter, context, hex_at(test, "msg"));
    return fits(open(key, counter, context, sealed), test) && (again == sealed) == is_valid(test);
  });
  if (through_open != 0) CHECK(through_open == 10);
}

TEST_CASE("XChaCha20-Poly1305 agrees with Wycheproof", "[conformance][aead]") {
  run_suite("xchacha20_poly1305", 315, [](const value&, const value& test) {
    const Bytes nonce = hex_at(test, "iv");
    if (nonce.size() != 24) return !is_valid(test);  // the interface has no room for it
    const Bytes wrapped = joined(nonce, joined(hex_at(test, "ct"), hex_at(test, "tag")));
    return fits(unwrap(Key::copy_of(hex_at(test, "key")), hex_at(test, "aad"), wrapped), test);
  });
}

TEST_CASE("boxes agree with Wycheproof on X25519 and refuse zero secrets", "[conformance][box]") {
  std::size_t zero_secrets = 0;
  run_suite("x25519", 518, [&](const value&, const value& test) {
    const Key secret = Key::copy_of(hex_at(test, "private"));
    const auto peer = array_of<32>(hex_at(test, "public"));
    const Bytes shared = hex_at(test, "shared");
    const auto& flags = test.at("flags").as_array();
    const auto has = [&](const char* flag) {
      return std::any_of(flags.begin(), flags.end(),
                         [&](const value& one) { return one.as_string() == flag; });
    };
    const auto agreed = unbox_key(secret, peer, view_of("c"));
    if (has("ZeroSharedSecret")) {
      ++zero_secrets;
      return !agreed && agreed.error().code == Code::Corrupt && !is_usable(peer) &&
             !box(peer, view_of("c"), view_of("w")) &&
             !unbox(secret, view_of("c"), joined(to_bytes(peer), Bytes(48)));
    }
    Pae info("veil/box/1");
    info.add(kSuite).add(peer).add(public_key_of(secret)).add("c");
    return agreed.has_value() && is_usable(peer) == !has("NonCanonicalPublic") &&
           same_bytes(agreed->reveal(), blake2b_keyed(shared, info.view()));
  });
  if (zero_secrets != 0) CHECK(zero_secrets == 31);
}

TEST_CASE("signatures agree with Wycheproof on Ed25519", "[conformance][sign]") {
  run_suite("ed25519", 151, [](const value& group, const value& test) {
    const auto key = array_of<32>(hex_at(group.at("publicKey"), "pk"));
    const Bytes signature = hex_at(test, "sig");
    if (signature.size() != 64) return !is_valid(test);  // no such Signature can be made
    return verify(key, hex_at(test, "msg"), array_of<64>(signature)) == is_valid(test);
  });
}

TEST_CASE("HKDF-SHA-256 agrees with Wycheproof", "[conformance][hash]") {
  run_suite("hkdf_sha256", 86, [](const value&, const value& test) {
    const auto size = static_cast<std::size_t>(test.at("size").as_int64());
    if (size > std::size_t{255} * 32) return !is_valid(test);  // a broken contract, which aborts
    const Bytes derived =
        hkdf_sha256(hex_at(test, "ikm"), hex_at(test, "salt"), hex_at(test, "info"), size);
    return is_valid(test) && derived == hex_at(test, "okm");
  });
}

TEST_CASE("HMAC-SHA-256 agrees with Wycheproof", "[conformance][hash]") {
  run_suite("hmac_sha256", 174, [](const value&, const value& test) {
    const Hash tag = hmac_sha256(hex_at(test, "key"), hex_at(test, "msg"));
    const Bytes expected = hex_at(test, "tag");  // whole, or its first half
    return (expected.size() == 32 || expected.size() == 16) &&
           same_bytes(BytesView(tag).first(expected.size()), expected) == is_valid(test);
  });
}

TEST_CASE("BLAKE2b agrees with the BLAKE2 known answers", "[conformance][hash]") {
  const auto folder = vectors::folder("blake2");
  if (!folder) return;
  const value document = vectors::read_json(*folder / "blake2b-kat.json");
  std::size_t keyed = 0;
  std::size_t plain = 0;
  for (const value& test : document.as_array()) {
    REQUIRE(text_at(test, "hash") == "blake2b");
    const Bytes in = hex_at(test, "in");
    const Bytes key = hex_at(test, "key");
    const Bytes out = hex_at(test, "out");
    CAPTURE(in.size(), key.size());
    // The answers are of 512 bits. What is here of 256 is compared with this model elsewhere.
    CHECK(ReferenceBlake2b::hash(key, in, 64) == out);
    if (key.empty()) {
      ++plain;
      continue;
    }
    ++keyed;
    const KeyPairOf512 two = derive_two(key, in);
    CHECK(joined(to_bytes(two.first.reveal()), to_bytes(two.second.reveal())) == out);
  }
  CHECK(keyed == 256);
  CHECK(plain == 256);
  std::cout << "blake2b: " << keyed << " keyed, " << plain << " plain (the model)\n";
}

}  // namespace veil::crypto
