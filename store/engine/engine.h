// store/engine/engine.h: an ordered byte store. Every value that reaches an Engine is already
// sealed.
//
// Promise: commit() applies all of a batch or none of it, only if every condition holds in the same
// instant, and answers `committed` only once the batch would survive a power cut.
//
// Thread safety: all members of Engine may be called concurrently; a Snapshot belongs to one thread
// and must be gone before its Engine is.
//
// Errors: Unavailable (busy, disk full, I/O) may be retried after the cause is gone; Corrupt must
// not. Error texts name the operation, never a key or a value.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "crypto/bytes.h"

namespace veil::store {

struct Change {
  Bytes key;
  std::optional<Bytes> value;  // none deletes the key
};
using Batch = std::vector<Change>;

struct Condition {
  Bytes key;
  std::optional<Bytes> expected;  // none: the key must be absent
};

enum class Outcome {
  committed,
  conflict,  // a condition did not hold; nothing was changed
  // The answer was lost: read back before telling anybody anything; where reading says Unavailable,
  // open again first.
  unknown,
};

class Snapshot {
 public:
  using Visitor = std::function<bool(BytesView key, BytesView value)>;  // false stops; views die
  virtual ~Snapshot() = default;
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

  // NotFound if the key is absent.
  virtual Result<Bytes> get(BytesView key) const = 0;
  // One answer a key, in order; nothing for an absent key.
  virtual Result<std::vector<std::optional<Bytes>>> multi_get(
      std::span<const Bytes> keys) const = 0;
  // Ascending over the keys that begin with `prefix`, from `from` (inclusive; a whole key, or empty
  // for the first).
  virtual Result<> scan(BytesView prefix, BytesView from, const Visitor& visit) const = 0;

 protected:
  Snapshot() = default;
};

class Engine {
 public:
  virtual ~Engine() = default;
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  virtual Result<std::unique_ptr<Snapshot>> snapshot() const = 0;
  virtual Result<Outcome> commit(const Batch& batch, std::span<const Condition> conditions) = 0;

 protected:
  Engine() = default;
};

}  // namespace veil::store
