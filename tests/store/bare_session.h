// tests/store/bare_session.h: the person's half with nothing hidden: it sends the messages itself
// and keeps every key and share that it gets. For tests of what can be done with those.
#pragma once

#include "store/sealing.h"
#include "tests/store/world.h"

namespace veil::test {

struct BareSession {
  BareSession(store::Vault& vault, const crypto::Identity& identity, const std::string& role,
              const std::string& purpose);
  ~BareSession() { inside.vault.leave(inside.token); }
  BareSession(const BareSession&) = delete;
  BareSession& operator=(const BareSession&) = delete;

  // A ticket to change the fields of `draft` in a record, or to make one.
  struct Begun {
    store::Prepared prepared;
    Hash from_writer{};
    store::Ticket ticket;
  };
  Result<Begun> begin(const std::optional<store::RecordId>& record, const store::RecordDraft& draft,
                      const std::string& reason = {});
  // Sealed and signed by this session.
  store::CommitRequest sealed(Begun begun) const;
  store::CommitRequest sealed(std::vector<Begun> begun) const;
  Result<std::vector<std::uint64_t>> commit(store::CommitRequest request) {
    return inside.vault.commit(inside.token, std::move(request));
  }
  Result<store::ReadAnswer> read(const store::RecordId& id, const std::string& reason = {}) {
    return inside.vault.read(inside.token, {id, id, {}, reason});
  }

  // A request of this session and moment, with a challenge of its own; the rest is the caller's.
  store::Request request(store::RequestSubject subject);
  static store::AskMessage ask_message(const store::Request& request,
                                       const crypto::SigningKey& key);

  store::Session::Inside inside;
};

}  // namespace veil::test
