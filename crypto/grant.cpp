#include "crypto/grant.h"

#include <algorithm>
#include <set>

#include "crypto/hash.h"
#include "crypto/pae.h"

namespace veil::crypto {
namespace {

constexpr std::string_view kBodyDomain = "veil/grant/1";
constexpr std::string_view kRowDomain = "veil/grant-row/1";
constexpr std::size_t kBoxSize = Key::kSize + kBoxOverhead;
constexpr std::uint64_t kNumberMax = 0xffffffff;

std::uint64_t number_of(GrantKind kind) {
  return static_cast<std::uint64_t>(kind);
}

tl::unexpected<Error> corrupt(const char* what) {
  return fail(Code::Corrupt, std::string("grant: ") + what);
}

Pae box_context(const Grant& grant) {
  Pae out("veil/grant/box/1");
  out.add(grant.store).add(number_of(grant.kind)).add(std::uint64_t{grant.holder});
  out.add(std::uint64_t{grant.object}).add(grant.epoch);
  return out;
}

bool in_order(const std::vector<GrantSignature>& signatures) {
  return std::adjacent_find(signatures.begin(), signatures.end(),
                            [](const GrantSignature& a, const GrantSignature& b) {
                              return a.custodian >= b.custodian;
                            }) == signatures.end();
}

Result<Grant> decode_body(BytesView body) {
  PaeReader reader(body);
  if (!reader.domain(kBodyDomain)) return corrupt("this is not a grant");
  const std::uint64_t suite = reader.number();
  if (reader.ok() && suite != kSuite) return fail(Code::Unsupported, "grant: another suite than 1");
  Grant out;
  const std::uint64_t kind = reader.number();
  if (kind < number_of(GrantKind::RoleToPerson) || kind > number_of(GrantKind::RoleToRecovery)) {
    return corrupt("unknown kind");
  }
  out.kind = static_cast<GrantKind>(kind);
  out.store = reader.array<16>();
  out.charter_version = reader.number();
  out.holder = static_cast<std::uint32_t>(reader.number_max(kNumberMax));
  out.object = static_cast<std::uint32_t>(reader.number_max(kNumberMax));
  out.epoch = reader.number();
  out.commitment = reader.array<32>();
  out.box = to_bytes(reader.array<kBoxSize>());
  out.not_before_ms = reader.number();
  out.until_ms = reader.number();
  if (!reader.done()) return corrupt("malformed body");
  return out;
}

}  // namespace

KeyKind key_kind_of(GrantKind kind) noexcept {
  switch (kind) {
    case GrantKind::CompartmentToRole:
      return KeyKind::Compartment;
    case GrantKind::IndexToRole:
      return KeyKind::Index;
    case GrantKind::RecoveryToCustodian:
      return KeyKind::Recovery;
    case GrantKind::RoleToPerson:
    case GrantKind::RoleToRecovery:
      break;
  }
  return KeyKind::Role;
}

Hash key_commitment(const Key& key, KeyKind kind, std::uint32_t object, std::uint64_t epoch) {
  Pae body("veil/key-commitment/1");
  body.add(static_cast<std::uint64_t>(kind)).add(std::uint64_t{object}).add(epoch);
  return blake2b_keyed(key.reveal(), body.view());
}

Result<> Grant::seal_key(const PublicKey& holder_key, const Key& key) {
  auto boxed = crypto::box(holder_key, box_context(*this).view(), key.reveal());
  if (!boxed) return fail(std::move(boxed.error()));
  box = std::move(*boxed);
  commitment = key_commitment(key, key_kind_of(kind), object, epoch);
  signatures.clear();
  return {};
}

Bytes Grant::signed_body() const {
  Pae out(kBodyDomain);
  out.add(kSuite).add(number_of(kind)).add(store).add(charter_version);
  out.add(std::uint64_t{holder}).add(std::uint64_t{object}).add(epoch);
  out.add(commitment).add(box).add(not_before_ms).add(until_ms);
  return std::move(out).take();
}

void Grant::sign_with(const SigningKey& custodian) {
  const VerifyKey& key = custodian.verify_key();
  const auto at = std::lower_bound(
      signatures.begin(), signatures.end(), key,
      [](const GrantSignature& a, const VerifyKey& wanted) { return a.custodian < wanted; });
  const GrantSignature signature{key, custodian.sign(signed_body())};
  if (at != signatures.end() && at->custodian == key) {
    *at = signature;
  } else {
    signatures.insert(at, signature);
  }
}

bool Grant::signed_by(std::span<const VerifyKey> custodians, std::size_t threshold) const {
  const Bytes body = signed_body();
  std::set<VerifyKey> signers;
  for (const GrantSignature& one : signatures) {
    if (std::find(custodians.begin(), custodians.end(), one.custodian) == custodians.end())
      continue;
    if (verify(one.custodian, body, one.signature)) signers.insert(one.custodian);
  }
  return threshold > 0 && signers.size() >= threshold;
}

Bytes Grant::encode() const {
  VEIL_REQUIRE(box.size() == kBoxSize);
  VEIL_REQUIRE(signatures.size() <= kGrantSignaturesMax && in_order(signatures));
  Pae list;
  for (const GrantSignature& one : signatures) {
    list.add(Pae().add(one.custodian).add(one.signature));
  }
  return std::move(Pae(kRowDomain).add(signed_body()).add(list)).take();
}

Result<Grant> Grant::decode(BytesView bytes) {
  if (bytes.size() > kGrantSizeMax) return corrupt("too long");
  PaeReader row(bytes);
  if (!row.domain(kRowDomain)) return corrupt("this is not a grant's row");
  const BytesView body = row.part();
  const BytesView list_bytes = row.part();
  if (!row.done()) return corrupt("malformed row");
  auto out = decode_body(body);
  if (!out) return out;
  PaeReader list(list_bytes);
  if (list.parts_left() > kGrantSignaturesMax) return corrupt("too many signatures");
  while (list.ok() && list.parts_left() > 0) {
    PaeReader entry(list.part());
    GrantSignature one;
    one.custodian = entry.array<32>();
    one.signature = entry.array<64>();
    if (!list.ok() || !entry.done()) return corrupt("malformed signature");
    out->signatures.push_back(one);
  }
  if (!list.done()) return corrupt("malformed list of signatures");
  if (!in_order(out->signatures)) return corrupt("the signatures are not in order");
  return out;
}

Result<Key> open_grant(const Grant& grant, const Key& holder_secret) {
  auto opened = unbox(holder_secret, box_context(grant).view(), grant.box);
  if (!opened) return fail(Code::Corrupt, "grant: the box does not open for this holder");
  if (opened->size() != Key::kSize) {
    wipe(*opened);
    return corrupt("the box does not hold a key");
  }
  Key key = Key::copy_of(*opened);
  wipe(*opened);
  const Hash expected = key_commitment(key, key_kind_of(grant.kind), grant.object, grant.epoch);
  if (!equal_constant_time(expected, grant.commitment)) {
    return corrupt("the box holds another key than the one it commits to");
  }
  return key;
}

}  // namespace veil::crypto
