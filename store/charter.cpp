#include "store/charter.h"

#include <algorithm>
#include <limits>

#include "crypto/aead.h"
#include "crypto/hash.h"
#include "crypto/pae.h"

namespace veil::store {
namespace {

using crypto::Pae;
using crypto::PaeReader;

constexpr std::string_view kBodyDomain = "veil/charter/1";
constexpr std::string_view kSignedDomain = "veil/signed-charter/1";
constexpr std::size_t kSignedSizeMax = kCharterSizeMax + std::size_t{16} * 1024;

Pae list_of(const std::vector<Bytes>& parts) {
  Pae list;
  for (const Bytes& part : parts) list.add(part);
  return list;
}

Pae list_of(const std::vector<RosterEntry>& roster) {
  Pae list;
  for (const RosterEntry& entry : roster) {
    Pae roles;
    for (const redact::RoleId role : entry.roles) roles.add(std::uint64_t{role});
    list.add(Pae()
                 .add(std::uint64_t{entry.number})
                 .add(entry.name)
                 .add(entry.identity.encode())
                 .add(roles)
                 .add(entry.until_ms));
  }
  return list;
}

Pae list_of(const std::vector<RoleKey>& keys) {
  Pae list;
  for (const RoleKey& key : keys) {
    list.add(Pae().add(std::uint64_t{key.role}).add(key.epoch).add(key.key).add(key.commitment));
  }
  return list;
}

Pae list_of(const std::vector<CompartmentKey>& keys) {
  Pae list;
  for (const CompartmentKey& key : keys) {
    Pae rules;
    for (const RulesHash& hash : key.accepted_rules) rules.add(hash);
    list.add(Pae()
                 .add(std::uint64_t{key.compartment})
                 .add(key.epoch)
                 .add(key.key)
                 .add(key.commitment)
                 .add(rules));
  }
  return list;
}

Pae list_of(const std::vector<IndexKey>& keys) {
  Pae list;
  for (const IndexKey& key : keys) {
    list.add(Pae().add(std::uint64_t{key.field}).add(key.epoch).add(key.commitment));
  }
  return list;
}

Pae list_of(const std::vector<crypto::VerifyKey>& keys) {
  Pae list;
  for (const crypto::VerifyKey& key : keys) list.add(key);
  return list;
}

// `read` appends the item that a part holds, or says that it holds none.
template <class T, class Read>
bool take_list(BytesView bytes, std::size_t max, std::vector<T>& to, const Read& read) {
  PaeReader list(bytes);
  if (!list.ok() || list.parts_left() > max) return false;
  while (list.parts_left() > 0) {
    const BytesView part = list.part();
    if (!list.ok()) return false;
    if (!read(part, to)) return false;
  }
  return list.done();
}

template <class Id>
bool take_id(PaeReader& reader, Id& to) {
  to = static_cast<Id>(reader.number_max(std::numeric_limits<Id>::max()));
  return reader.ok();
}

bool take_bytes(BytesView part, std::vector<Bytes>& to) {
  to.push_back(to_bytes(part));
  return true;
}

template <std::size_t N>
bool take_array(BytesView part, std::vector<ByteArray<N>>& to) {
  if (part.size() != N) return false;
  std::copy(part.begin(), part.end(), to.emplace_back().begin());
  return true;
}

bool take_role(BytesView part, std::vector<redact::RoleId>& to) {
  if (part.size() != 8) return false;
  const std::uint64_t number = read_le64(part.data());
  if (number > std::numeric_limits<redact::RoleId>::max()) return false;
  to.push_back(static_cast<redact::RoleId>(number));
  return true;
}

bool take_person(BytesView part, std::vector<RosterEntry>& to) {
  PaeReader reader(part);
  redact::PersonId number = 0;
  take_id(reader, number);
  const std::string_view name = reader.text();
  const BytesView identity_bytes = reader.part();
  std::vector<redact::RoleId> roles;
  const bool roles_read = take_list(reader.part(), kPersonRolesMax, roles, take_role);
  const std::uint64_t until_ms = reader.number();
  if (!roles_read || !reader.done() || name.size() > kPersonNameMax) return false;
  auto identity = crypto::PublicIdentity::decode(identity_bytes);
  if (!identity) return false;
  to.push_back({number, std::string(name), *identity, std::move(roles), until_ms});
  return true;
}

bool take_role_key(BytesView part, std::vector<RoleKey>& to) {
  PaeReader reader(part);
  RoleKey& key = to.emplace_back();
  take_id(reader, key.role);
  key.epoch = reader.number();
  key.key = reader.array<32>();
  key.commitment = reader.array<32>();
  return reader.done();
}

bool take_compartment_key(BytesView part, std::vector<CompartmentKey>& to) {
  PaeReader reader(part);
  CompartmentKey& key = to.emplace_back();
  take_id(reader, key.compartment);
  key.epoch = reader.number();
  key.key = reader.array<32>();
  key.commitment = reader.array<32>();
  return take_list(reader.part(), kAcceptedRulesMax, key.accepted_rules, take_array<8>) &&
         reader.done();
}

bool take_index_key(BytesView part, std::vector<IndexKey>& to) {
  PaeReader reader(part);
  IndexKey& key = to.emplace_back();
  take_id(reader, key.field);
  key.epoch = reader.number();
  key.commitment = reader.array<32>();
  return reader.done();
}

bool take_signature(BytesView part, std::vector<CharterSignature>& to) {
  PaeReader reader(part);
  CharterSignature& signature = to.emplace_back();
  signature.custodian = reader.array<32>();
  signature.signature = reader.array<64>();
  return reader.done();
}

bool take_charter(PaeReader& reader, Charter& to) {
  to.version = reader.number();
  to.previous = reader.array<32>();
  to.time_ms = reader.number();
  to.random = reader.array<32>();
  const BytesView policy = reader.part();
  if (!reader.ok() || policy.size() > kPolicySizeMax) return false;
  to.policy = to_bytes(policy);
  if (!take_list(reader.part(), kCodeListsMax, to.code_lists, take_bytes) ||
      !take_list(reader.part(), kRosterMax, to.roster, take_person) ||
      !take_list(reader.part(), kCharterKeysMax, to.roles, take_role_key) ||
      !take_list(reader.part(), kCharterKeysMax, to.compartments, take_compartment_key) ||
      !take_list(reader.part(), kCharterKeysMax, to.indexes, take_index_key)) {
    return false;
  }
  to.log_vkey = reader.text();
  to.recovery = reader.array<32>();
  to.recovery_commitment = reader.array<32>();
  if (!take_list(reader.part(), kCustodiansMax, to.custodians, take_array<32>)) return false;
  to.threshold = reader.number();
  return reader.done();
}

Bytes body_of(const Charter& charter) {
  Pae body(kBodyDomain);
  body.add(crypto::kSuite).add(charter.version).add(charter.previous).add(charter.time_ms);
  body.add(charter.random).add(charter.policy).add(list_of(charter.code_lists));
  body.add(list_of(charter.roster)).add(list_of(charter.roles));
  body.add(list_of(charter.compartments)).add(list_of(charter.indexes));
  body.add(charter.log_vkey).add(charter.recovery).add(charter.recovery_commitment);
  body.add(list_of(charter.custodians)).add(charter.threshold);
  return std::move(body).take();
}

crypto::Key row_key(const crypto::Key& section) {
  return crypto::derive(section.reveal(), Pae("veil/charter-row-key/1").view());
}

Bytes row_context(std::uint64_t version) {
  Pae context("veil/charter-row/1");
  context.add(version);
  return std::move(context).take();
}

tl::unexpected<Error> corrupt(const char* what) {
  return fail(Code::Corrupt, std::string("charter: ") + what);
}

}  // namespace

Bytes charter_body(const Charter& charter) {
  VEIL_REQUIRE(check_charter(charter));
  return body_of(charter);
}

Hash charter_hash(const Charter& charter) {
  return crypto::blake2b(charter_body(charter));
}

StoreId store_id_of(const Charter& first) {
  VEIL_REQUIRE(first.version == 1);
  const Hash hash = charter_hash(first);
  StoreId id{};
  std::copy_n(hash.begin(), id.size(), id.begin());
  return id;
}

Result<Charter> decode_charter(BytesView body) {
  if (body.size() > kCharterSizeMax) return corrupt("too long");
  PaeReader reader(body);
  if (!reader.domain(kBodyDomain)) return corrupt("this is not a charter");
  const std::uint64_t suite = reader.number();
  if (reader.ok() && suite != crypto::kSuite) {
    return fail(Code::Unsupported, "charter: another suite than 1");
  }
  Charter charter;
  if (!take_charter(reader, charter)) return corrupt("malformed");
  if (auto whole = check_charter(charter); !whole) {
    return fail(Code::Corrupt, std::move(whole.error().message));
  }
  return charter;
}

void sign_charter(SignedCharter& charter, const crypto::SigningKey& custodian) {
  const auto message = Pae("veil/charter/sign/1").add(charter_hash(charter.charter));
  const crypto::VerifyKey& key = custodian.verify_key();
  auto& list = charter.signatures;
  std::erase_if(list, [&](const CharterSignature& one) { return one.custodian == key; });
  const auto at = std::find_if(list.begin(), list.end(),
                               [&](const CharterSignature& one) { return key < one.custodian; });
  list.insert(at, {key, custodian.sign(message.view())});
}

Bytes encode_signed_charter(const SignedCharter& charter) {
  Pae list;
  for (const CharterSignature& one : charter.signatures) {
    list.add(Pae().add(one.custodian).add(one.signature));
  }
  Pae out(kSignedDomain);
  out.add(charter_body(charter.charter)).add(list);
  return std::move(out).take();
}

Result<SignedCharter> decode_signed_charter(BytesView bytes) {
  if (bytes.size() > kSignedSizeMax) return corrupt("too long");
  PaeReader reader(bytes);
  if (!reader.domain(kSignedDomain)) return corrupt("this is not a signed charter");
  auto charter = decode_charter(reader.part());
  if (!charter) return fail(std::move(charter.error()));
  SignedCharter out{std::move(*charter), {}};
  if (!take_list(reader.part(), kCustodiansMax, out.signatures, take_signature) || !reader.done()) {
    return corrupt("malformed signatures");
  }
  const auto unordered = [](const CharterSignature& a, const CharterSignature& b) {
    return a.custodian >= b.custodian;
  };
  if (std::adjacent_find(out.signatures.begin(), out.signatures.end(), unordered) !=
      out.signatures.end()) {
    return corrupt("signatures are out of order");
  }
  return out;
}

Bytes seal_charter_row(const crypto::Key& section, const SignedCharter& charter) {
  return crypto::wrap(row_key(section), row_context(charter.charter.version),
                      encode_signed_charter(charter));
}

Result<SignedCharter> open_charter_row(const crypto::Key& section, std::uint64_t version,
                                       BytesView row) {
  const auto bytes = crypto::unwrap(row_key(section), row_context(version), row);
  if (!bytes)
    return corrupt("the row is damaged, or sealed by another host or for another version");
  auto charter = decode_signed_charter(*bytes);
  if (charter && charter->charter.version != version)
    return corrupt("the row holds another version");
  return charter;
}

}  // namespace veil::store
