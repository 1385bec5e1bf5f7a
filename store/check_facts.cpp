#include "store/check_facts.h"

#include "crypto/hash.h"
#include "store/history.h"
#include "store/opening.h"
#include "store/vault_inside.h"

namespace veil::store {
namespace {

constexpr std::uint64_t kCommitLastsMs = 5ULL * 60 * 1000;  // from the vault's clock to the log's

tl::unexpected<Error> forged(const char* what) {
  return fail(Code::Corrupt, what);
}

// The change of a version, by its own words, or, as the first stores did not keep them, by trying
// which of the facts it set: they could set four, each whole.
Result<FactChange> change_of(const FactsVersion& written, const Hash& hash) {
  if (written.made) {
    if (crypto::blake2b(written.made->change) != hash) {
      return forged("its facts were changed by what nobody signed");
    }
    return decode_fact_change(written.made->change);
  }
  for (unsigned set = 0; set < 16; ++set) {
    FactChange change;
    if ((set & 1U) != 0) change.opened_on = written.facts.opened_on;
    if ((set & 2U) != 0) change.assigned = written.facts.assigned;
    if ((set & 4U) != 0) change.conflicts = written.facts.conflicts;
    if ((set & 8U) != 0) change.status = written.facts.status;
    if (change.hash() == hash) return change;
  }
  return forged("its facts were changed by what nobody signed");
}

// Who wrote them and when, as the log has it.
Result<> check_made(const FactsVersion& written, const SignedFacts& version) {
  if (!written.made) return {};
  const FactWriting& writing = written.made->writing;
  if (writing.person != version.person || writing.now_ms > version.logged_ms ||
      version.logged_ms - writing.now_ms > kCommitLastsMs) {
    return forged("its facts name another writer or another time than the log");
  }
  return {};
}

// The facts of a record before its first writing.
redact::Facts blank(const redact::Facts& first, const SignedFacts& version) {
  redact::Facts out;
  out.created_by = version.person;
  const std::uint64_t made = first.created_at_ms;
  const bool in_time = made <= version.logged_ms && version.logged_ms - made <= kOpeningLastsMs;
  out.created_at_ms = in_time ? made : 0;
  return out;
}

}  // namespace

struct FactsCheck::Inside {
  Vault::Inside& vault;
  std::shared_ptr<const InForce> now;
  Result<std::unique_ptr<Snapshot>> snapshot;
  std::set<Hash>& cited;
};

FactsCheck::FactsCheck(Vault& vault, std::set<Hash>& cited)
    : inside_(new Inside{vault.inside(), vault.inside().current(),
                         vault.inside().engine->snapshot(), cited}) {}
FactsCheck::~FactsCheck() = default;

Result<> FactsCheck::check(const RecordId& record, const std::vector<SignedFacts>& versions) const {
  if (!inside_->snapshot) return fail(inside_->snapshot.error());
  const Snapshot& snapshot = **inside_->snapshot;
  const HostAccess host = inside_->vault.host(*inside_->now);
  auto loaded = load_record(snapshot, host, record);
  if (!loaded) return forged("it does not fit together");
  if (!*loaded) return forged("it is missing");
  auto history = read_history(snapshot, record, (*loaded)->parts.head);
  if (!history) return forged("its history was altered or cut");
  auto facts = read_facts(host, **loaded, *history);
  if (!facts) return forged("an older version of its facts was altered");

  const Hash nothing = FactChange{}.hash();
  std::size_t at = 0;
  redact::Facts state;
  for (std::uint64_t version = 1; version <= versions.size(); ++version) {
    const SignedFacts& signed_by = versions[version - 1];
    const bool wanted = version == 1 || signed_by.change != nothing;
    const bool written = at < facts->size() && (*facts)[at].version == version;
    if (wanted != written) return forged("its facts lack a signed change, or have one unsigned");
    if (!wanted) continue;
    const FactsVersion& one = (*facts)[at++].written;
    auto change = change_of(one, signed_by.change);
    if (!change) return fail(change.error());
    if (change->request != Hash{} && !inside_->cited.insert(change->request).second) {
      return forged("its facts were changed by a request that was used before");
    }
    if (auto made = check_made(one, signed_by); !made) return made;
    if (version == 1) state = blank(one.facts, signed_by);
    change->apply_to(state, one.made ? one.made->writing : FactWriting{});
    if (state != one.facts) return forged("its facts are not what the signed changes make");
  }
  if (at != facts->size()) return forged("its facts lack a signed change, or have one unsigned");
  return {};
}

}  // namespace veil::store
