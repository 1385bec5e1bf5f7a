#include "tests/store/bare_session.h"

#include <catch2/catch.hpp>

#include "crypto/grant.h"
#include "crypto/hash.h"
#include "crypto/merkle.h"
#include "store/rules.h"

namespace veil::test {

using crypto::Grant;
using crypto::GrantKind;

BareSession::BareSession(store::Vault& vault, const crypto::Identity& identity,
                         const std::string& role, const std::string& purpose)
    : inside(vault, identity.signing_key()) {
  auto greeting = vault.greet(identity.public_identity(), 0);
  REQUIRE(greeting);
  inside.store = greeting->store;
  inside.charter = store::decode_signed_charter(greeting->charters.back()).value();
  const store::Charter& charter = inside.charter.charter;
  inside.policy = redact::Policy::parse(text_of(charter.policy)).value();
  inside.rules = store::rules_of(inside.policy);
  inside.opening.store = greeting->store;
  inside.opening.charter = store::charter_hash(charter);
  inside.opening.person = charter.person(identity.public_identity())->number;
  inside.opening.role = inside.policy.role(role)->id;
  inside.opening.purpose = inside.policy.purpose(purpose)->id;
  inside.opening.vault_nonce = greeting->nonce;
  inside.opening.session_nonce = crypto::random_array<32>();
  inside.opening.time_ms = greeting->time_ms;
  inside.opening.until_ms = greeting->time_ms + store::kOpeningLastsMs;
  // Every key that a grant opens, whether or not the policy would let the role use it.
  std::vector<Grant> grants;
  for (const Bytes& bytes : greeting->grants) grants.push_back(Grant::decode(bytes).value());
  for (const Grant& grant : grants) {
    if (grant.kind != GrantKind::RoleToPerson || grant.object != inside.opening.role) continue;
    inside.role_secret = crypto::open_grant(grant, identity.reveal_box_secret()).value();
  }
  for (const Grant& grant : grants) {
    if (grant.kind != GrantKind::CompartmentToRole || grant.holder != inside.opening.role) continue;
    const auto compartment = static_cast<redact::Compartment>(grant.object);
    inside.keys.emplace(std::pair(compartment, grant.epoch),
                        crypto::open_grant(grant, inside.role_secret).value());
  }
  for (const Grant& grant : grants) {
    if (grant.kind != GrantKind::IndexToRole || grant.holder != inside.opening.role) continue;
    inside.index_keys.insert_or_assign(static_cast<redact::FieldId>(grant.object),
                                       crypto::open_grant(grant, inside.role_secret).value());
  }
  store::EnterRequest request;
  request.opening = store::encode_opening(inside.opening);
  request.signature = inside.signing_key.sign(request.opening);
  inside.opening_hash = crypto::blake2b(request.opening);
  auto token = vault.enter(request);
  if (!token) FAIL(token.error().message);
  inside.token = *token;
}

Result<BareSession::Begun> BareSession::begin(const std::optional<store::RecordId>& record,
                                              const store::RecordDraft& draft,
                                              const std::string& reason) {
  auto prepared = store::prepare(inside.policy.schema(), draft);
  if (!prepared) return fail(prepared.error());
  const Hash from_writer = store::writer_salt(*prepared);
  store::BeginRequest request;
  request.items.push_back({record, std::nullopt, from_writer, prepared->class_ids()});
  request.reason = reason;
  auto tickets = inside.vault.begin(inside.token, request);
  if (!tickets) return fail(tickets.error());
  REQUIRE(tickets->size() == 1);
  return Begun{std::move(*prepared), from_writer, std::move(tickets->front())};
}

store::CommitRequest BareSession::sealed(std::vector<Begun> begun) const {
  store::CommitRequest out;
  std::vector<Hash> leaves;
  for (Begun& one : begun) {
    store::Sealing sealing(inside, one.ticket, std::move(one.prepared), one.from_writer);
    REQUIRE(sealing.index());
    auto item = sealing.run();
    if (!item) FAIL(item.error().message);
    leaves.push_back(crypto::leaf_hash(store::encode_statement(sealing.statement(*item))));
    out.items.push_back(std::move(*item));
  }
  out.signature = inside.signing_key.sign(store::batch_message(
      inside.store, inside.opening_hash, leaves.size(), crypto::root_of(leaves)));
  return out;
}

store::CommitRequest BareSession::sealed(Begun begun) const {
  std::vector<Begun> all;
  all.push_back(std::move(begun));
  return sealed(std::move(all));
}

store::Request BareSession::request(store::RequestSubject subject) {
  const auto challenge = inside.vault.challenge(inside.token).value();
  store::Request out;
  out.store = inside.store;
  out.subject = std::move(subject);
  out.asker = inside.opening.person;
  out.role = inside.opening.role;
  out.purpose = inside.opening.purpose;
  out.nonce = challenge.nonce;
  out.made_at_ms = challenge.time_ms;
  return out;
}

store::AskMessage BareSession::ask_message(const store::Request& request,
                                           const crypto::SigningKey& key) {
  store::AskMessage out;
  out.request = store::encode_request(request);
  out.signature = key.sign(out.request);
  return out;
}

}  // namespace veil::test
