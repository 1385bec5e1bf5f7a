#include "store/engine/memory_engine.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <utility>

namespace veil::store {
namespace {

struct KeyOrder {
  using is_transparent = void;
  bool operator()(BytesView a, BytesView b) const noexcept {
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end());
  }
};
using Map = std::map<Bytes, Bytes, KeyOrder>;

bool begins_with(BytesView key, BytesView prefix) noexcept {
  return key.size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), key.begin());
}

// The map is shared with the snapshots and copied by the first commit after one was taken. The
// mutex guards `map` itself and, so that use_count() can be trusted, the end of every snapshot.
struct State {
  std::mutex mutex;
  std::shared_ptr<Map> map = std::make_shared<Map>();
};

class MemorySnapshot final : public Snapshot {
 public:
  explicit MemorySnapshot(std::shared_ptr<State> state) : state_(std::move(state)) {
    const std::lock_guard lock(state_->mutex);
    map_ = state_->map;
  }
  ~MemorySnapshot() override {
    const std::lock_guard lock(state_->mutex);
    map_.reset();
  }
  MemorySnapshot(const MemorySnapshot&) = delete;
  MemorySnapshot& operator=(const MemorySnapshot&) = delete;

  Result<Bytes> get(BytesView key) const override {
    const auto at = map_->find(key);
    if (at == map_->end()) return fail(Code::NotFound, "memory engine: get: no such key");
    return at->second;
  }

  Result<std::vector<std::optional<Bytes>>> multi_get(std::span<const Bytes> keys) const override {
    std::vector<std::optional<Bytes>> out;
    out.reserve(keys.size());
    for (const Bytes& key : keys) {
      const auto at = map_->find(key);
      out.push_back(at == map_->end() ? std::nullopt : std::optional<Bytes>(at->second));
    }
    return out;
  }

  Result<> scan(BytesView prefix, BytesView from, const Visitor& visit) const override {
    const BytesView start = KeyOrder{}(prefix, from) ? from : prefix;
    for (auto at = map_->lower_bound(start); at != map_->end(); ++at) {
      if (!begins_with(at->first, prefix) || !visit(at->first, at->second)) break;
    }
    return {};
  }

 private:
  std::shared_ptr<State> state_;
  std::shared_ptr<const Map> map_;
};

class MemoryEngine final : public Engine {
 public:
  Result<std::unique_ptr<Snapshot>> snapshot() const override {
    return std::make_unique<MemorySnapshot>(state_);
  }

  Result<Outcome> commit(const Batch& batch, std::span<const Condition> conditions) override {
    const std::lock_guard lock(state_->mutex);
    for (const Condition& condition : conditions) {
      const auto at = state_->map->find(condition.key);
      const bool holds =
          at == state_->map->end() ? !condition.expected : condition.expected == at->second;
      if (!holds) return Outcome::conflict;
    }
    if (state_->map.use_count() > 1) state_->map = std::make_shared<Map>(*state_->map);
    for (const Change& change : batch) {
      if (change.value) {
        state_->map->insert_or_assign(change.key, *change.value);
      } else {
        state_->map->erase(change.key);
      }
    }
    return Outcome::committed;
  }

 private:
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace

std::unique_ptr<Engine> open_memory() {
  return std::make_unique<MemoryEngine>();
}

}  // namespace veil::store
