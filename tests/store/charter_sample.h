// tests/store/charter_sample.h: a charter that is the same each time.
#pragma once

#include "store/charter.h"

namespace veil::store {

inline crypto::SigningKey custodian(std::uint8_t number) {
  return crypto::SigningKey::from_seed(Bytes(32, number));
}

inline crypto::PublicIdentity person_key(std::uint8_t number) {
  return crypto::Identity::from_key(crypto::Key::copy_of(Bytes(32, number))).public_identity();
}

template <std::size_t N>
ByteArray<N> filled(std::uint8_t byte) {
  ByteArray<N> out;
  out.fill(byte);
  return out;
}

// No persons and no keys: the least that a charter can hold.
inline Charter bare_charter() {
  Charter charter;
  charter.version = 1;
  charter.time_ms = 1700000000000;
  charter.random = filled<32>(0x11);
  charter.policy = to_bytes(view_of("policy"));
  charter.log_vkey = "log+1+A";
  charter.recovery = filled<32>(0x22);
  charter.recovery_commitment = filled<32>(0x33);
  charter.custodians = {custodian(1).verify_key()};
  charter.threshold = 1;
  return charter;
}

inline Charter sample_charter() {
  Charter charter = bare_charter();
  charter.code_lists = {to_bytes(view_of("list a")), {}};
  charter.roster = {{1, "王芳", person_key(1), {2, 5}, 0},
                    {3, "李娜", person_key(3), {}, 1800000000000}};
  charter.roles = {{2, 0, filled<32>(0x41), filled<32>(0x42)},
                   {5, 0, filled<32>(0x43), filled<32>(0x44)},
                   {5, 1, filled<32>(0x45), filled<32>(0x46)}};
  charter.compartments = {
      {4 + 3, 0, filled<32>(0x51), filled<32>(0x52), {filled<8>(0x61), filled<8>(0x62)}},
      {8 + 1, 2, filled<32>(0x53), filled<32>(0x54), {}}};
  charter.indexes = {{300, 1, filled<32>(0x55)}};
  charter.custodians.push_back(custodian(2).verify_key());
  charter.custodians.push_back(custodian(3).verify_key());
  charter.threshold = 2;
  charter.sort();
  return charter;
}

inline SignedCharter signed_by(Charter charter, std::initializer_list<std::uint8_t> numbers) {
  SignedCharter out{std::move(charter), {}};
  for (const std::uint8_t number : numbers) sign_charter(out, custodian(number));
  return out;
}

inline Charter successor_of(const Charter& before) {
  Charter next = before;
  next.version = before.version + 1;
  next.previous = charter_hash(before);
  next.time_ms = before.time_ms + 1;
  return next;
}

}  // namespace veil::store
