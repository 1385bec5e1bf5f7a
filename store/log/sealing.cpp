#include "store/log/sealing.h"

#include <algorithm>
#include <unordered_set>

namespace veil::store {

Result<std::shared_ptr<const Epoch>> draw_epoch(std::uint32_t number, std::uint64_t now_ms,
                                                const LogName& name,
                                                std::span<const AuditorKey> auditors) {
  auto out = std::make_shared<Epoch>();
  out->number = number;
  out->begun_ms = now_ms;
  out->key = crypto::Key::random();
  out->commitment = data_key_commitment(out->key, name, number);
  const Bytes context = log_rows::epoch_box_context(name.store, number);
  for (const AuditorKey& auditor : auditors) {
    auto box = crypto::box(auditor.key, context, out->key.reveal());
    if (!box) return fail(Code::InvalidArgument, "log: an auditors' public key is no key");
    out->boxes.push_back({auditor.role, *std::move(box)});
  }
  return out;
}

Result<CutWork> cut(Work work) {
  VEIL_REQUIRE(!work.drafts.empty());
  for (const Change& change : work.changes)
    VEIL_REQUIRE(change.key.empty() || change.key[0] != 'L');
  CutWork out;
  out.drafts.reserve(work.drafts.size());
  for (Draft& draft : work.drafts) {
    if (auto checked = check_entry(draft.entry); !checked) return fail(std::move(checked.error()));
    std::vector<Entry> parts = split(std::move(draft.entry));
    for (Entry& part : parts) out.drafts.push_back({std::move(part), draft.host});
  }
  out.changes = std::move(work.changes);
  out.conditions = std::move(work.conditions);
  return out;
}

Result<> seal(CutWork& work, std::shared_ptr<const Epoch> epoch, std::uint64_t time_ms,
              const AccessLogOptions& options) {
  std::vector<SealedEntry> sealed;
  sealed.reserve(work.drafts.size());
  for (Draft& draft : work.drafts) {
    draft.entry.time_ms = time_ms;
    auto entry = seal_entry(epoch->key, options.name, epoch->number, draft.entry);
    if (!entry) return fail(std::move(entry.error()));
    Leaf leaf{epoch->number, std::nullopt, std::nullopt, *std::move(entry)};
    if (draft.host) {
      leaf.host = seal_host_part(options.keys.host_part, options.name, epoch->number, *draft.host);
    }
    SealedEntry out;
    out.leaf = encode_leaf(leaf);
    out.hash = crypto::leaf_hash(out.leaf);
    for (const RecordId& record : draft.entry.records) {
      out.addresses.push_back(log_rows::index_address(options.keys.index, record));
    }
    std::sort(out.addresses.begin(), out.addresses.end());
    out.addresses.erase(std::unique(out.addresses.begin(), out.addresses.end()),
                        out.addresses.end());
    sealed.push_back(std::move(out));
  }
  work.sealed = std::move(sealed);
  work.epoch = std::move(epoch);
  work.time_ms = time_ms;
  return {};
}

SealedEntry with_commitment(const SealedEntry& entry, const Hash& commitment) {
  auto leaf = decode_leaf(entry.leaf);
  VEIL_REQUIRE(leaf.has_value());
  leaf->commitment = commitment;
  SealedEntry out;
  out.leaf = encode_leaf(*leaf);
  out.hash = crypto::leaf_hash(out.leaf);
  out.addresses = entry.addresses;
  return out;
}

std::size_t count_independent(std::span<const CutWork* const> works) {
  if (works.size() <= 1) return works.size();
  std::unordered_set<std::string_view> changed;
  for (std::size_t i = 0; i < works.size(); ++i) {
    const auto is_changed = [&](const auto& touched) {
      return changed.count(text_of(touched.key)) != 0;
    };
    const CutWork& work = *works[i];
    if (std::any_of(work.changes.begin(), work.changes.end(), is_changed) ||
        std::any_of(work.conditions.begin(), work.conditions.end(), is_changed)) {
      return i;
    }
    for (const Change& change : work.changes) changed.insert(text_of(change.key));
  }
  return works.size();
}

}  // namespace veil::store
