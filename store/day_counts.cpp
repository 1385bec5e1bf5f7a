#include "store/day_counts.h"

#include "crypto/aead.h"
#include "crypto/hash.h"
#include "crypto/pae.h"
#include "store/rows.h"

namespace veil::store {
namespace {

constexpr std::int64_t kDayMs = std::int64_t{24} * 60 * 60 * 1000;

const char* key_domain(Counted what) {
  return what == Counted::searches ? "veil/search-count-key/1" : "veil/piece-count-key/1";
}

}  // namespace

DayCounts::DayCounts(const crypto::Key& host_section, const StoreId& store, Counted what)
    : what_(what),
      store_(store),
      key_(crypto::derive(host_section.reveal(), crypto::Pae(key_domain(what)).view())) {}

Bytes DayCounts::context(redact::PersonId person) const {
  crypto::Pae out(what_ == Counted::searches ? "veil/search-count/1" : "veil/piece-count/1");
  out.add(store_).add(person);
  return std::move(out).take();
}

Bytes DayCounts::rows() const {
  return what_ == Counted::searches ? search_count_rows() : piece_count_rows();
}

Bytes DayCounts::row_key(redact::PersonId person) const {
  Bytes key = rows();
  append(key, crypto::blake2b_keyed_128(key_.reveal(), context(person)));
  return key;
}

Bytes DayCounts::seal(redact::PersonId person, const DayCount& count) const {
  Bytes body;
  append_le32(body, count.day);
  append_le32(body, count.count);
  return crypto::wrap(key_, context(person), body);
}

Result<DayCount> DayCounts::open(redact::PersonId person, BytesView row) const {
  auto body = crypto::unwrap(key_, context(person), row);
  if (!body || body->size() != 8) {
    return fail(Code::Corrupt, what_ == Counted::searches
                                   ? "search: a count of searches was altered"
                                   : "lexicon: a count of pieces was altered");
  }
  return DayCount{read_le32(body->data()), read_le32(body->data() + 4)};
}

Result<std::optional<Bytes>> DayCounts::read(const Snapshot& snapshot,
                                             redact::PersonId person) const {
  auto row = snapshot.get(row_key(person));
  if (row) return std::optional(std::move(*row));
  if (row.error().code == Code::NotFound) return std::optional<Bytes>();
  return fail(row.error());
}

Result<DayCount> DayCounts::today(redact::PersonId person, const std::optional<Bytes>& row,
                                  const redact::Policy& policy, std::uint64_t now_ms) const {
  const std::int64_t local_ms =
      static_cast<std::int64_t>(now_ms) + std::int64_t{policy.utc_offset_minutes()} * 60 * 1000;
  DayCount out;
  out.day = static_cast<std::uint32_t>(local_ms / kDayMs);
  if (!row) return out;
  auto last = open(person, *row);
  if (!last) return fail(last.error());
  if (last->day >= out.day) return *last;
  return out;
}

}  // namespace veil::store
