// The engine that is Hyperscan's (or Vectorscan's, which has the same interface): its literals are
// exact bytes, so a place begins where it ends less the word's size.
#include "redact/text/word_finder.h"

#ifndef VEIL_WITH_HYPERSCAN

namespace veil::redact {

std::unique_ptr<const WordFinder> hyperscan_finder(SharedWords /*list*/) {
  return nullptr;
}

}  // namespace veil::redact

#else

#include <algorithm>
#include <mutex>
#include <utility>

#include <hs.h>

namespace veil::redact {
namespace {

struct Free {
  void operator()(hs_database_t* database) const noexcept { hs_free_database(database); }
  void operator()(hs_scratch_t* scratch) const noexcept { hs_free_scratch(scratch); }
};
using Database = std::unique_ptr<hs_database_t, Free>;
using Scratch = std::unique_ptr<hs_scratch_t, Free>;

// A scan needs a scratch that no other scan uses. There are as many as threads ever searched at
// once; they go with the dictionary, whichever threads live on.
class ScratchPool {
 public:
  explicit ScratchPool(Scratch first) noexcept : first_(std::move(first)) {}

  // Null: no memory.
  Scratch take() {
    {
      const std::lock_guard lock(mutex_);
      if (!free_.empty()) {
        Scratch scratch = std::move(free_.back());
        free_.pop_back();
        return scratch;
      }
    }
    // Nobody scans with the first one, so it may be copied at any time.
    hs_scratch_t* copy = nullptr;
    return Scratch(hs_clone_scratch(first_.get(), &copy) == HS_SUCCESS ? copy : nullptr);
  }

  void give_back(Scratch scratch) {
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(scratch));
  }

 private:
  const Scratch first_;
  std::mutex mutex_;
  std::vector<Scratch> free_;
};

struct Collector {
  const WordList& list;
  std::vector<Dictionary::Hit>& hits;
};

// Called back by the library, which an exception must not pass.
int collect(unsigned word, unsigned long long /*from*/, unsigned long long to, unsigned /*flags*/,
            void* context) noexcept {
  const Collector& collector = *static_cast<const Collector*>(context);
  const auto end = static_cast<std::uint32_t>(to);
  const auto size = static_cast<std::uint32_t>(collector.list.text(word).size());
  for (const std::uint32_t tag : collector.list.tags(word)) {
    collector.hits.push_back({end - size, end, tag});
  }
  return 0;
}

class HyperscanFinder final : public WordFinder {
 public:
  HyperscanFinder(SharedWords list, Database database, Scratch scratch)
      : list_(std::move(list)),
        database_(std::move(database)),
        scratches_(std::move(scratch)),
        portable_(portable_finder(list_)) {}

  void find(std::string_view text, std::vector<Dictionary::Hit>& hits) const override {
    if (text.empty()) return;
    const std::size_t before = hits.size();
    if (!scan(text, hits)) {
      // Hyperscan 5.4.0 cannot search some texts for some lists of literals (its issue 303), and
      // says so in the middle. What it found until then does not count.
      hits.resize(before);
      portable_->find(text, hits);
      return;
    }
    // They come by their ends.
    const auto found = hits.begin() + static_cast<std::ptrdiff_t>(before);
    if (!std::is_sorted(found, hits.end())) std::sort(found, hits.end());
    hits.erase(std::unique(found, hits.end()), hits.end());
  }

  std::string_view name() const noexcept override { return "hyperscan"; }

 private:
  bool scan(std::string_view text, std::vector<Dictionary::Hit>& hits) const {
    Scratch scratch = scratches_.take();
    if (!scratch) return false;
    Collector collector{*list_, hits};
    const hs_error_t outcome =
        hs_scan(database_.get(), text.data(), static_cast<unsigned>(text.size()), 0, scratch.get(),
                collect, &collector);
    scratches_.give_back(std::move(scratch));
    return outcome == HS_SUCCESS;
  }

  SharedWords list_;
  Database database_;
  mutable ScratchPool scratches_;
  std::unique_ptr<const WordFinder> portable_;
};

Database compiled(const WordList& list) {
  std::vector<const char*> texts;
  std::vector<std::size_t> sizes;
  std::vector<unsigned> numbers;
  for (std::size_t word = 0; word < list.size(); ++word) {
    texts.push_back(list.text(word).data());
    sizes.push_back(list.text(word).size());
    numbers.push_back(static_cast<unsigned>(word));
  }
  const std::vector<unsigned> flags(list.size(), 0);
  hs_database_t* database = nullptr;
  hs_compile_error_t* fault = nullptr;
  hs_compile_lit_multi(texts.data(), flags.data(), numbers.data(), sizes.data(),
                       static_cast<unsigned>(list.size()), HS_MODE_BLOCK, nullptr, &database,
                       &fault);
  hs_free_compile_error(fault);
  return Database(database);
}

}  // namespace

std::unique_ptr<const WordFinder> hyperscan_finder(SharedWords list) {
  if (list->size() == 0 || hs_valid_platform() != HS_SUCCESS) return nullptr;
  Database database = compiled(*list);
  if (!database) return nullptr;
  hs_scratch_t* scratch = nullptr;
  if (hs_alloc_scratch(database.get(), &scratch) != HS_SUCCESS) return nullptr;
  return std::make_unique<HyperscanFinder>(std::move(list), std::move(database), Scratch(scratch));
}

}  // namespace veil::redact

#endif
