#include "redact/veil/code.h"

#include <algorithm>

namespace veil::redact {

namespace {

const CodeList::Item* find_item(const std::vector<CodeList::Item>& items, const CodeEntry& entry) {
  const auto found = std::find_if(items.begin(), items.end(), [&](const CodeList::Item& item) {
    return item.code == entry.code && item.edition == entry.edition;
  });
  return found == items.end() ? nullptr : &*found;
}

}  // namespace

std::optional<CodeEntry> group_of(const CodeList& list, const CodeEntry& entry) {
  const auto* item = find_item(list.items, entry);
  if (item == nullptr || item->group.empty()) return std::nullopt;
  const auto group =
      std::find_if(list.groups.begin(), list.groups.end(),
                   [&](const CodeList::Item& other) { return other.code == item->group; });
  if (group == list.groups.end()) return std::nullopt;
  return CodeEntry{group->code, group->edition};
}

std::optional<std::vector<CodeEntry>> groups_of(const CodeList& list,
                                                const std::vector<CodeEntry>& entries) {
  std::vector<CodeEntry> found;
  for (const auto& entry : entries) {
    auto group = group_of(list, entry);
    if (!group) return std::nullopt;
    found.push_back(std::move(*group));
  }
  std::vector<CodeEntry> groups;
  for (const auto& group : list.groups) {
    const CodeEntry entry{group.code, group.edition};
    if (std::find(found.begin(), found.end(), entry) != found.end()) groups.push_back(entry);
  }
  return groups;
}

}  // namespace veil::redact
