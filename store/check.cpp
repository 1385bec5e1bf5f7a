#include "store/check.h"

#include <algorithm>
#include <map>
#include <set>

#include "crypto/grant.h"
#include "store/check_postings.h"
#include "store/history.h"
#include "store/log/reader.h"
#include "store/log_name.h"
#include "store/rows.h"
#include "store/vault_inside.h"

namespace veil::store {
namespace {

constexpr std::uint64_t kProgressEvery = 256;
constexpr std::uint64_t kRecoveryEpoch = 1;

// One examination of one snapshot.
class Check {
 public:
  // `checkpoint` was taken before the snapshot, which therefore holds all that it covers.
  Check(const Vault::Inside& inside, const Snapshot& snapshot, std::string checkpoint,
        const Progress& progress)
      : inside_(inside),
        snapshot_(snapshot),
        checkpoint_(std::move(checkpoint)),
        progress_(progress),
        now_(inside.current()),
        postings_(inside, *now_,
                  [this](Code code, std::string what) { find(code, std::move(what)); }) {}

  Result<CheckReport> run() {
    if (auto done = check_log(); !done) return fail(done.error());
    if (auto done = fold_writes(); !done) return fail(done.error());
    if (auto done = check_charters(); !done) return fail(done.error());
    if (auto done = check_grants(); !done) return fail(done.error());
    if (auto done = check_records(); !done) return fail(done.error());
    if (auto done = check_leftovers(); !done) return fail(done.error());
    auto postings = postings_.run(snapshot_);
    if (!postings) return fail(postings.error());
    report_.postings = *postings;
    if (auto done = postings_.check_counts(snapshot_); !done) return fail(done.error());
    return std::move(report_);
  }

 private:
  void find(Code code, std::string what) {
    if (report_.findings.size() < CheckReport::kFindingsMax) {
      report_.findings.push_back({code, std::move(what)});
    }
  }

  Result<> check_log() {
    auto key = crypto::NoteKey::parse(now_->charter().log_vkey);
    if (!key) return fail(key.error());
    auto report = verify_log(snapshot_, {*key, checkpoint_, std::nullopt});
    if (!report) return fail(report.error());
    report_.log = std::move(*report);
    return {};
  }

  // The last version of each record that the log knows, and that none between is missing.
  Result<> fold_writes() {
    const LogName name = log_name_of(inside_.store, now_->charter());
    auto folded = each_write(
        snapshot_, inside_.host_part_key, name, [&](std::uint64_t index, const HostPart& part) {
          HostPart& last = writes_[part.record];
          if (part.version != last.version + 1) {
            find(Code::Corrupt, "log entry " + std::to_string(index) + ": writes version " +
                                    std::to_string(part.version) + " of record " +
                                    part.record.text() + " after version " +
                                    std::to_string(last.version));
          }
          last = part;
          return true;
        });
    if (!folded && folded.error().code != Code::Corrupt) return folded;
    if (!folded) find(Code::Corrupt, folded.error().message);
    return {};
  }

  Result<> check_charters() {
    report_.charters = now_->chain.size();
    std::uint64_t rows = 0;
    auto scanned = snapshot_.scan(charter_rows(), {}, [&](BytesView, BytesView row) {
      ++rows;
      auto charter = open_charter_row(inside_.keys.section, rows, row);
      if (!charter) {
        find(charter.error().code,
             "charter " + std::to_string(rows) + ": " + charter.error().message);
      } else if (rows > now_->chain.size() ||
                 encode_signed_charter(*charter) != now_->chain[rows - 1]) {
        find(Code::Corrupt, "charter " + std::to_string(rows) + ": not the one that was opened");
      }
      return true;
    });
    if (rows < now_->chain.size()) find(Code::Corrupt, "charter: the newest is missing");
    return scanned;
  }

  // Every key that the charter and its policy promise to a role or a person, in its newest epoch.
  std::set<Bytes> promised_grants() const {
    using crypto::GrantKind;
    const Charter& charter = now_->charter();
    std::set<Bytes> out;
    const auto promise = [&](GrantKind kind, std::uint32_t holder, std::uint32_t object,
                             std::uint64_t epoch) {
      out.insert(grant_row_key(static_cast<std::uint8_t>(kind), holder, object, epoch));
    };
    for (const RosterEntry& person : charter.roster) {
      if (std::binary_search(charter.custodians.begin(), charter.custodians.end(),
                             person.identity.verify_key())) {
        promise(GrantKind::RecoveryToCustodian, person.number, 0, kRecoveryEpoch);
      }
      for (const redact::RoleId role : person.roles) {
        if (const RoleKey* key = charter.role_key(role)) {
          promise(GrantKind::RoleToPerson, person.number, role, key->epoch);
        }
      }
    }
    for (const auto& [role, compartments] : now_->keys) {
      for (const redact::Compartment compartment : compartments) {
        if (const CompartmentKey* key = charter.compartment_key(compartment)) {
          promise(GrantKind::CompartmentToRole, role, compartment, key->epoch);
        }
      }
      if (const RoleKey* key = charter.role_key(role)) {
        promise(GrantKind::RoleToRecovery, 0, role, key->epoch);
      }
      for (const redact::FieldId field : now_->policy.index_keys_of(role)) {
        if (const IndexKey* key = charter.index_key(field)) {
          promise(GrantKind::IndexToRole, role, field, key->epoch);
        }
      }
    }
    return out;
  }

  Result<> check_grants() {
    std::set<Bytes> missing = promised_grants();
    auto scanned = snapshot_.scan(grant_rows(), {}, [&](BytesView key, BytesView row) {
      ++report_.grants;
      missing.erase(to_bytes(key));
      const std::string place = "grant " + hex(key.subspan(1));
      auto grant = crypto::Grant::decode(row);
      if (!grant) {
        find(grant.error().code, place + ": " + grant.error().message);
        return true;
      }
      const Bytes own_key = grant_row_key(static_cast<std::uint8_t>(grant->kind), grant->holder,
                                          grant->object, grant->epoch);
      if (!same_bytes(own_key, key) || grant->store != inside_.store) {
        find(Code::Corrupt, place + ": of another place or store");
      } else if (!grant->signed_by(now_->charter().custodians, now_->charter().threshold)) {
        find(Code::Corrupt, place + ": not signed by the custodians");
      } else if (!commitment_fits(*grant)) {
        find(Code::Corrupt, place + ": of a key that the charter does not know");
      }
      return true;
    });
    for (const Bytes& key : missing) {
      find(Code::Corrupt, "grant " + hex(BytesView(key).subspan(1)) + ": missing");
    }
    return scanned;
  }

  bool commitment_fits(const crypto::Grant& grant) const {
    const Charter& charter = now_->charter();
    switch (crypto::key_kind_of(grant.kind)) {
      case crypto::KeyKind::Role: {
        const RoleKey* key =
            charter.role_key(static_cast<redact::RoleId>(grant.object), grant.epoch);
        return key != nullptr && key->commitment == grant.commitment;
      }
      case crypto::KeyKind::Compartment: {
        const CompartmentKey* key = charter.compartment_key(grant.object, grant.epoch);
        return key != nullptr && key->commitment == grant.commitment;
      }
      case crypto::KeyKind::Recovery:
        return charter.recovery_commitment == grant.commitment;
      case crypto::KeyKind::Index: {
        const IndexKey* key =
            charter.index_key(static_cast<redact::FieldId>(grant.object), grant.epoch);
        return key != nullptr && key->commitment == grant.commitment;
      }
    }
    return false;
  }

  Result<> check_records() {
    Result<> fault;
    auto scanned = snapshot_.scan(record_rows(), {}, [&](BytesView key, BytesView) {
      RecordId id;
      if (key.size() != 1 + id.bytes.size()) {
        find(Code::Corrupt, "record row: its key is malformed");
        return true;
      }
      std::copy(key.begin() + 1, key.end(), id.bytes.begin());
      fault = check_record(id);
      if (fault && ++report_.records % kProgressEvery == 0 && progress_ &&
          !progress_(report_.records, writes_.size())) {
        fault = fail(Code::Unavailable, "check: stopped");
      }
      return static_cast<bool>(fault);
    });
    if (!fault) return fault;
    return scanned;
  }

  Result<> check_record(const RecordId& id) {
    const auto write = writes_.find(id);
    const std::string place = "record " + id.text();
    if (write == writes_.end()) {
      find(Code::Corrupt, place + ": the log knows no write of it");
    } else {
      seen_.push_back(id);
    }
    auto loaded = load_record(snapshot_, inside_.host(*now_), id);
    if (!loaded) {
      if (loaded.error().code == Code::Unavailable) return fail(loaded.error());
      find(loaded.error().code, loaded.error().message);
      return {};
    }
    if (!*loaded) return {};
    const Head& head = (*loaded)->parts.head;
    if (write != writes_.end() && (write->second.version != head.record_version ||
                                   write->second.head != head_hash((*loaded)->parts.head_bytes))) {
      find(Code::Corrupt, place + ": rolled back: it has version " +
                              std::to_string(head.record_version) + ", the log says " +
                              std::to_string(write->second.version));
    }
    postings_.take(**loaded);
    auto history = read_history(snapshot_, id, head);
    if (history) {
      report_.history_rows += history->size();
    } else if (history.error().code == Code::Corrupt) {
      find(Code::Corrupt, history.error().message);
    } else {
      return fail(history.error());
    }
    return {};
  }

  // Records that the log knows and the store has lost; secrets and histories of no record.
  Result<> check_leftovers() {
    for (const auto& [id, write] : writes_) {
      if (!std::binary_search(seen_.begin(), seen_.end(), id)) {
        find(Code::Corrupt, "record " + id.text() + ": missing; the log says version " +
                                std::to_string(write.version));
      }
    }
    Result<> scanned;
    for (const Bytes& table : {secret_rows(), history_rows()}) {
      RecordId last;
      scanned = snapshot_.scan(table, {}, [&](BytesView key, BytesView) {
        RecordId id;
        if (key.size() < 1 + id.bytes.size()) {
          find(Code::Corrupt, "secret or history row: its key is malformed");
          return true;
        }
        std::copy_n(key.begin() + 1, id.bytes.size(), id.bytes.begin());
        if (id != last && writes_.count(id) == 0) {
          find(Code::Corrupt, "record " + id.text() + ": a secret or history of no known record");
        }
        last = id;
        return true;
      });
      if (!scanned) return scanned;
    }
    return {};
  }

  const Vault::Inside& inside_;
  const Snapshot& snapshot_;
  std::string checkpoint_;
  const Progress& progress_;
  std::shared_ptr<const InForce> now_;
  PostingCheck postings_;
  CheckReport report_;
  std::map<RecordId, HostPart> writes_;
  std::vector<RecordId> seen_;  // ascending, as the rows are
};

}  // namespace

Result<CheckReport> check_store(Vault& vault, const Progress& progress) {
  Vault::Inside& inside = vault.inside();
  Entry entry;
  entry.action = Action::check;
  entry.charter_version = inside.current()->charter().version;
  entry.client = inside.client;
  if (auto logged = inside.record(std::move(entry)); !logged) return fail(logged.error());
  std::string checkpoint = inside.log->checkpoint();
  auto snapshot = inside.engine->snapshot();
  if (!snapshot) return fail(snapshot.error());
  return Check(inside, **snapshot, std::move(checkpoint), progress).run();
}

}  // namespace veil::store
