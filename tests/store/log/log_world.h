// tests/store/log/log_world.h: a host with an access log, an auditor, a clock that stands still,
// and an engine that can be told to fail.
#pragma once

#include <atomic>
#include <map>
#include <random>
#include <thread>

#include <catch2/catch.hpp>

#include "crypto/hash.h"
#include "crypto/pae.h"
#include "store/engine/memory_engine.h"
#include "store/log/access_log.h"
#include "store/log/reader.h"
#include "store/log/verify.h"
#include "tests/temporary_folder.h"

namespace veil::store::tests {

// Hands all to a real engine, except where told otherwise for the next commit.
class FaultyEngine final : public Engine {
 public:
  enum class Fault {
    none,
    refuse,          // an error, nothing applied
    apply_and_fail,  // an error, but applied
    lose,            // unknown, nothing applied
    apply_and_lose,  // unknown, but applied
    damage,          // Corrupt, nothing applied
  };

  FaultyEngine() : real_(open_memory()) {}

  Result<std::unique_ptr<Snapshot>> snapshot() const override {
    if (blind) return fail(Code::Unavailable, "test engine: no snapshots");
    return real_->snapshot();
  }

  Result<Outcome> commit(const Batch& batch, std::span<const Condition> conditions) override {
    ++commits;
    std::this_thread::sleep_for(std::chrono::microseconds(slowness_us));
    const Fault now = fault.exchange(Fault::none);
    if (now == Fault::refuse) return fail(Code::Unavailable, "test engine: disk full");
    if (now == Fault::damage) return fail(Code::Corrupt, "test engine: damaged");
    if (now == Fault::lose) return Outcome::unknown;
    auto outcome = real_->commit(batch, conditions);
    if (now == Fault::apply_and_fail) return fail(Code::Unavailable, "test engine: fsync failed");
    if (now == Fault::apply_and_lose) return Outcome::unknown;
    return outcome;
  }

  std::atomic<Fault> fault = Fault::none;
  std::atomic<bool> blind = false;
  std::atomic<std::size_t> commits = 0;
  std::atomic<unsigned> slowness_us = 0;  // as a disk has it: others come to wait

 private:
  std::unique_ptr<Engine> real_;
};

inline constexpr redact::RoleId kAuditors = 9;

struct LogWorld {
  FaultyEngine engine;
  veil::tests::TemporaryFolder folder;
  crypto::Key host_part = crypto::Key::random();
  crypto::Key index = crypto::Key::random();
  crypto::SigningKey checkpoint = crypto::SigningKey::from_seed(Bytes(32, 7));
  crypto::Key auditor = crypto::Key::random();
  std::atomic<std::uint64_t> clock = 1'700'000'000'000;
  LogName name{StoreId{1, 2, 3}, "veilstore.example/audit/1"};

  LogWorld() { REQUIRE(AccessLog::create(engine, options())); }

  std::filesystem::path file() const { return folder.path() / "checkpoint"; }

  AccessLogOptions options() {
    return {name,
            {{kAuditors, crypto::public_key_of(auditor)}},
            {host_part, index, checkpoint},
            [this] { return clock.load(); },
            file(),
            std::chrono::hours(1)};  // no timer in the way: tests close, or ask for a short one
  }

  Result<std::unique_ptr<AccessLog>> try_open() { return AccessLog::open(engine, options()); }
  std::unique_ptr<AccessLog> open() {
    auto log = try_open();
    if (!log) FAIL(log.error().message);
    return *std::move(log);
  }

  std::unique_ptr<Snapshot> snapshot() const { return engine.snapshot().value(); }
  LogReader reader() const { return LogReader(name, kAuditors, auditor); }
  crypto::NoteKey note_key() const {
    return {name.origin, crypto::NoteKeyType::ed25519, checkpoint.verify_key()};
  }
  std::string note() const {
    std::string text(static_cast<std::size_t>(std::filesystem::file_size(file())), '\0');
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> in(std::fopen(file().c_str(), "rb"),
                                                       &std::fclose);
    REQUIRE(std::fread(text.data(), 1, text.size(), in.get()) == text.size());
    return text;
  }
  LogReport verify() const { return verify(note()); }
  LogReport verify(std::string note, std::optional<std::string> older = std::nullopt) const {
    return verify_log(*snapshot(), {note_key(), std::move(note), std::move(older)}).value();
  }

  // Writes rows behind the log's back.
  void tamper(const Batch& batch) {
    REQUIRE(engine.commit(batch, {}).value() == Outcome::committed);
  }
  std::map<Bytes, Bytes> rows(std::string_view prefix) const {
    std::map<Bytes, Bytes> out;
    const auto taken = snapshot();
    REQUIRE(taken->scan(view_of(prefix), {}, [&](BytesView key, BytesView value) {
      out.emplace(to_bytes(key), to_bytes(value));
      return true;
    }));
    return out;
  }
};

inline RecordId record_of(std::uint64_t number) {
  RecordId out;
  for (std::size_t i = 0; i < 8; ++i) out.bytes[i] = static_cast<std::uint8_t>(number >> (8 * i));
  return out;
}

inline Entry entry_of(std::uint64_t number) {
  Entry out;
  out.action = Action::read;
  out.person = static_cast<redact::PersonId>(number % 11);
  out.role = 3;
  out.purpose = 2;
  out.charter_version = 1;
  out.opening[0] = static_cast<std::uint8_t>(number);
  out.reason = "reason " + std::to_string(number);
  out.records = {record_of(number % 17)};
  out.classes = {{4, redact::Strength::veiled, 1}, {7, redact::Strength::withheld, 2}};
  return out;
}

inline Work read_work(std::uint64_t number) {
  Work out;
  out.drafts.push_back({entry_of(number), std::nullopt});
  return out;
}

inline Bytes row_key(std::uint64_t number) {
  Bytes out{'r'};
  append_be64(out, number);
  return out;
}

// Sets row `number` from `before` to `after`, and logs it as a write.
inline Work write_work(std::uint64_t number, std::optional<Bytes> before, Bytes after) {
  Work out = read_work(number);
  out.drafts[0].entry.action = Action::update;
  out.drafts[0].entry.statement = Statement{Bytes(200, 5), {}, {}};
  out.drafts[0].host = HostPart{record_of(number), after.size(), Hash{9}};
  out.changes.push_back({row_key(number), std::move(after)});
  out.conditions.push_back({row_key(number), std::move(before)});
  return out;
}

}  // namespace veil::store::tests
