#include "store/erasure_keys.h"

#include <algorithm>
#include <array>

#include "crypto/aead.h"
#include "crypto/hash.h"
#include "crypto/pae.h"
#include "store/file.h"

namespace veil::store {
namespace {

constexpr std::string_view kMagic = "veilera1";
constexpr std::size_t kHeadSize = 16;  // magic, sequence
constexpr std::size_t kPlainSize = ErasureKeys::kSlotSize - kHeadSize - crypto::kWrapOverhead;
constexpr std::size_t kEntrySize = 8 + crypto::Key::kSize;
static_assert(8 + ErasureKeys::kKeysMax * kEntrySize <= kPlainSize);

struct Slot {
  std::uint64_t sequence = 0;
  std::vector<ErasureKey> keys;
};

// A sequence has its slot, so that one slot cannot be copied over the other.
std::size_t slot_of(std::uint64_t sequence) {
  return sequence % 2;
}

Bytes context_of(const StoreId& store, std::uint64_t sequence) {
  crypto::Pae context("veil/erasure-slot/1");
  context.add(store).add(sequence);
  return std::move(context).take();
}

bool ascends(const std::vector<ErasureKey>& keys) {
  return std::adjacent_find(keys.begin(), keys.end(), [](const ErasureKey& a, const ErasureKey& b) {
           return a.epoch >= b.epoch;
         }) == keys.end();
}

bool same_keys(const std::vector<ErasureKey>& a, const std::vector<ErasureKey>& b) {
  return std::equal(
      a.begin(), a.end(), b.begin(), b.end(), [](const ErasureKey& x, const ErasureKey& y) {
        return x.epoch == y.epoch && crypto::equal_constant_time(x.key.reveal(), y.key.reveal());
      });
}

Bytes seal_slot(const crypto::Key& key, const StoreId& store, const Slot& slot) {
  Bytes plain;
  plain.reserve(kPlainSize);
  append_le64(plain, slot.keys.size());
  for (const ErasureKey& entry : slot.keys) {
    append_le64(plain, entry.epoch);
    append(plain, entry.key.reveal());
  }
  plain.resize(kPlainSize, 0);
  Bytes out = to_bytes(view_of(kMagic));
  append_le64(out, slot.sequence);
  append(out, crypto::wrap(key, context_of(store, slot.sequence), plain));
  crypto::wipe(plain);
  return out;
}

bool take_keys(BytesView plain, std::vector<ErasureKey>& to) {
  ByteReader reader(plain);
  const std::uint64_t count = reader.le64();
  if (count == 0 || count > ErasureKeys::kKeysMax) return false;
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint64_t epoch = reader.le64();
    const BytesView key = reader.take(crypto::Key::kSize);
    if (!reader.ok()) return false;
    to.push_back({epoch, crypto::Key::copy_of(key)});
  }
  const BytesView padding = reader.take(reader.left());
  return ascends(to) &&
         std::all_of(padding.begin(), padding.end(), [](std::uint8_t byte) { return byte == 0; });
}

Result<Slot> open_slot(const crypto::Key& key, const StoreId& store, BytesView bytes,
                       std::size_t place) {
  ByteReader reader(bytes);
  if (text_of(reader.take(kMagic.size())) != kMagic) {
    return fail(Code::Corrupt, "erasure keys: no slot of this version");
  }
  Slot slot;
  slot.sequence = reader.le64();
  auto plain = crypto::unwrap(key, context_of(store, slot.sequence), reader.take(reader.left()));
  if (!plain) return fail(Code::Corrupt, "erasure keys: a slot is damaged");
  const bool whole = slot_of(slot.sequence) == place && take_keys(*plain, slot.keys);
  crypto::wipe(*plain);
  if (!whole) return fail(Code::Corrupt, "erasure keys: a slot is malformed");
  return slot;
}

bool is_of_newer_version(BytesView slot) {
  const std::string_view magic = text_of(slot.first(kMagic.size()));
  return magic != kMagic && magic.substr(0, 7) == kMagic.substr(0, 7);
}

crypto::Key file_key(const crypto::Key& section, const StoreId& store) {
  return crypto::derive(section.reveal(), crypto::Pae("veil/erasure-file/1").add(store).view());
}

std::vector<ErasureKey> copy_of(const std::vector<ErasureKey>& keys) {
  std::vector<ErasureKey> out;
  out.reserve(keys.size());
  for (const ErasureKey& entry : keys) out.push_back({entry.epoch, entry.key.clone()});
  return out;
}

}  // namespace

ErasureKeys::ErasureKeys(std::filesystem::path path, crypto::Key key, const StoreId& store)
    : path_(std::move(path)), key_(std::move(key)), store_(store) {}

Result<ErasureKeys> ErasureKeys::create(const std::filesystem::path& path,
                                        const crypto::Key& section, const StoreId& store) {
  ErasureKeys out(path, file_key(section, store), store);
  out.keys_.push_back({1, crypto::Key::random()});
  out.sequence_ = 3;
  Bytes file;
  for (const std::uint64_t sequence : {std::uint64_t{2}, std::uint64_t{3}}) {
    append(file, seal_slot(out.key_, store, {sequence, copy_of(out.keys_)}));
  }
  if (auto done = create_file(path, file); !done) return fail(std::move(done.error()));
  return out;
}

Result<ErasureKeys> ErasureKeys::open(const std::filesystem::path& path, const crypto::Key& section,
                                      const StoreId& store) {
  const auto file = read_file(path, kFileSize);
  if (!file) return fail(file.error());
  return decode(file->bytes, path, section, store);
}

Result<ErasureKeys> ErasureKeys::decode(BytesView file, const std::filesystem::path& path,
                                        const crypto::Key& section, const StoreId& store) {
  if (file.size() != kFileSize) {
    return fail(Code::Corrupt, "erasure keys: the file is cut short");
  }
  ErasureKeys out(path, file_key(section, store), store);
  const BytesView first = file.first(kSlotSize);
  const BytesView second = file.last(kSlotSize);
  auto a = open_slot(out.key_, store, first, 0);
  auto b = open_slot(out.key_, store, second, 1);
  if (!a && !b) {
    if (is_of_newer_version(first) && is_of_newer_version(second)) {
      return fail(Code::Unsupported, "erasure keys: written by a newer version");
    }
    return fail(Code::Corrupt, "erasure keys: both slots are damaged, or of another host's keys");
  }
  out.settled_ = a && b && same_keys(a->keys, b->keys);
  Slot& newest = !b || (a && a->sequence > b->sequence) ? *a : *b;
  out.sequence_ = newest.sequence;
  out.keys_ = std::move(newest.keys);
  return out;
}

const crypto::Key* ErasureKeys::find(std::uint64_t epoch) const noexcept {
  for (const ErasureKey& entry : keys_) {
    if (entry.epoch == epoch) return &entry.key;
  }
  return nullptr;
}

Result<> ErasureKeys::replace(std::vector<ErasureKey> keys) {
  VEIL_REQUIRE(!keys.empty() && keys.size() <= kKeysMax && ascends(keys));
  settled_ = false;
  Slot slot{sequence_, std::move(keys)};
  // The older slot first: until it is whole, the newer one counts.
  for (int round = 0; round < 2; ++round) {
    ++slot.sequence;
    const Bytes bytes = seal_slot(key_, store_, slot);
    if (auto done = overwrite_part(path_, slot_of(slot.sequence) * kSlotSize, bytes); !done) {
      return done;
    }
  }
  sequence_ = slot.sequence;
  keys_ = std::move(slot.keys);
  settled_ = true;
  return {};
}

}  // namespace veil::store
