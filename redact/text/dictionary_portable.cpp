// The engine of our own. Most places of a text begin no word. Two sieves without a branch say so:
// a table of first bytes (which leaves one of the three bytes of a Chinese character), then a
// filter of one bit per hashed beginning: the first six bytes (two Chinese characters) for words
// that have them, and for shorter words as many bytes as the shortest with that first byte has.
// Where a bit is set, a table gives the words with that beginning, a range of the sorted list. The
// last of them that does not sort behind the text is followed, through the words that are its
// beginnings, to all that stand here.
#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "redact/text/word_finder.h"

namespace veil::redact {
namespace {

constexpr std::size_t kLong = 6;  // bytes of a word that the filter looks at
constexpr std::uint32_t kNone = 0xFFFFFFFF;
constexpr std::uint64_t kSpread = 0x9E3779B97F4A7C15;  // odd; the golden ratio in 64 bits

std::uint64_t load(const char* bytes) noexcept {
  std::uint64_t out = 0;
  std::memcpy(&out, bytes, sizeof out);
  if constexpr (std::endian::native == std::endian::big) out = __builtin_bswap64(out);
  return out;
}

// Of a text that may end before eight bytes; zeros stand for the rest.
std::uint64_t load_end(std::string_view text) noexcept {
  char bytes[sizeof(std::uint64_t)] = {};
  std::memcpy(bytes, text.data(), std::min(text.size(), sizeof bytes));
  return load(bytes);
}

// The first bytes of a word as a number that is never 0: the highest byte says how many they are.
struct Beginning {
  std::uint64_t mask = 0;
  std::uint64_t mark = 0;
  std::uint64_t of(std::uint64_t loaded) const noexcept { return (loaded & mask) | mark; }
};

constexpr Beginning first_bytes(std::size_t count) noexcept {
  return {(std::uint64_t{1} << count * 8) - 1, std::uint64_t{count} << 56};
}

// Words [from, to) of the list have this beginning.
struct Slot {
  std::uint64_t beginning = 0;  // 0: free
  std::uint32_t from = 0;
  std::uint32_t to = 0;
};

class Beginnings {
 public:
  void reserve(std::size_t count) {
    const std::size_t size = std::bit_ceil(std::max<std::size_t>(count * 2, 16));
    slots_.assign(size, {});
    shift_ = 64 - static_cast<unsigned>(std::countr_zero(size));
  }
  // Words come in order, so those of one beginning are neighbours.
  void add(std::uint64_t beginning, std::uint32_t word) {
    Slot& slot = slots_[place(beginning)];
    if (slot.beginning == 0) slot = {beginning, word, word};
    slot.to = word + 1;
  }
  const Slot* find(std::uint64_t beginning) const noexcept {
    const Slot& slot = slots_[place(beginning)];
    return slot.beginning == 0 ? nullptr : &slot;
  }

 private:
  std::size_t place(std::uint64_t beginning) const noexcept {
    std::size_t at = beginning * kSpread >> shift_;
    while (slots_[at].beginning != 0 && slots_[at].beginning != beginning) {
      at = (at + 1) & (slots_.size() - 1);
    }
    return at;
  }
  std::vector<Slot> slots_;
  unsigned shift_ = 0;
};

class Filter {
 public:
  void reserve(std::size_t count) {
    const std::size_t size = std::bit_ceil(std::max<std::size_t>(count * 64, 1024));
    bits_.assign(size / 64, 0);
    shift_ = 64 - static_cast<unsigned>(std::countr_zero(size));
  }
  void add(std::uint64_t beginning) noexcept {
    const std::uint64_t at = beginning * kSpread >> shift_;
    bits_[at / 64] |= std::uint64_t{1} << at % 64;
  }
  std::uint64_t has(std::uint64_t beginning) const noexcept {
    const std::uint64_t at = beginning * kSpread >> shift_;
    return bits_[at / 64] >> at % 64 & 1;
  }

 private:
  std::vector<std::uint64_t> bits_;
  unsigned shift_ = 0;
};

std::size_t common_size(std::string_view a, std::string_view b) noexcept {
  const std::size_t most = std::min(a.size(), b.size());
  std::size_t size = 0;
  while (size < most && a[size] == b[size]) ++size;
  return size;
}

class PortableFinder final : public WordFinder {
 public:
  explicit PortableFinder(SharedWords list) : words_(std::move(list)), list_(*words_) {
    link_words();
    fill_tables();
  }

  void find(std::string_view text, std::vector<Dictionary::Hit>& hits) const override {
    if (list_.size() == 0) return;
    constexpr std::size_t kBlock = 1024;
    std::array<std::uint32_t, kBlock> places{};
    const std::size_t whole = text.size() < 8 ? 0 : text.size() - 7;
    for (std::size_t begin = 0; begin < whole; begin += kBlock) {
      const std::size_t count = sieve(text, begin, std::min(whole, begin + kBlock), places.data());
      for (std::size_t i = 0; i < count; ++i) find_at(text, places[i], hits);
    }
    for (std::size_t at = whole; at < text.size(); ++at) find_at(text, at, hits);
  }

  std::string_view name() const noexcept override { return "portable"; }

 private:
  // What words with one first byte have.
  struct Lead {
    Beginning longer;   // those of at least kLong bytes
    Beginning shorter;  // the others
  };

  const Lead& lead(std::uint64_t loaded) const noexcept { return leads_[loaded & 0xFF]; }

  std::uint64_t may_begin(std::uint64_t loaded) const noexcept {
    const Lead& of = lead(loaded);
    return filter_.has(of.longer.of(loaded)) | filter_.has(of.shorter.of(loaded));
  }

  // Writes the places of [begin, end) at which a word may begin and answers how many they are.
  std::size_t sieve(std::string_view text, std::size_t begin, std::size_t end,
                    std::uint32_t* places) const noexcept {
    std::size_t firsts = 0;
    for (std::size_t at = begin; at < end; ++at) {
      places[firsts] = static_cast<std::uint32_t>(at);
      firsts += is_first_[static_cast<std::uint8_t>(text[at])];
    }
    std::size_t count = 0;
    for (std::size_t i = 0; i < firsts; ++i) {
      const std::uint32_t at = places[i];
      places[count] = at;
      count += may_begin(load(text.data() + at));
    }
    return count;
  }

  // Each word's longest beginning that is a word itself.
  void link_words() {
    parents_.resize(list_.size(), kNone);
    std::uint32_t parent = kNone;
    for (std::uint32_t word = 0; word < list_.size(); ++word) {
      while (parent != kNone && !list_.text(word).starts_with(list_.text(parent))) {
        parent = parents_[parent];
      }
      parents_[word] = parent;
      parent = word;
    }
  }

  void fill_tables() {
    std::array<std::size_t, 256> shortest{};
    for (std::size_t word = 0; word < list_.size(); ++word) {
      const std::string_view text = list_.text(word);
      std::size_t& size = shortest[static_cast<std::uint8_t>(text[0])];
      if (text.size() < kLong && (size == 0 || text.size() < size)) size = text.size();
    }
    table_.reserve(list_.size() * 2);
    filter_.reserve(list_.size());
    std::array<bool, 256> longer{};
    for (std::uint32_t word = 0; word < list_.size(); ++word) {
      const std::string_view text = list_.text(word);
      const auto first = static_cast<std::uint8_t>(text[0]);
      if (text.size() >= kLong) {
        longer[first] = true;
        add(first_bytes(kLong).of(load_end(text)), word, true);
      }
      // Longer words are in this range too, or the neighbours would not be a range.
      if (shortest[first] != 0 && text.size() >= shortest[first]) {
        add(first_bytes(shortest[first]).of(load_end(text)), word, text.size() < kLong);
      }
    }
    const Beginning never = never_found();
    for (std::size_t first = 0; first < leads_.size(); ++first) {
      is_first_[first] = longer[first] || shortest[first] != 0 ? 1 : 0;
      leads_[first].longer = longer[first] ? first_bytes(kLong) : never;
      leads_[first].shorter = shortest[first] != 0 ? first_bytes(shortest[first]) : never;
    }
  }

  void add(std::uint64_t beginning, std::uint32_t word, bool filtered) {
    table_.add(beginning, word);
    if (filtered) filter_.add(beginning);
  }

  // Stands for no word. The filter is never full: it has 64 bits for each word and one set.
  Beginning never_found() const noexcept {
    Beginning never{0, std::uint64_t{0xFF} << 56};
    while (filter_.has(never.mark) != 0) ++never.mark;
    return never;
  }

  void find_at(std::string_view text, std::size_t at, std::vector<Dictionary::Hit>& hits) const {
    const std::string_view here = text.substr(at);
    const std::uint64_t loaded = here.size() < 8 ? load_end(here) : load(here.data());
    const Lead& of = lead(loaded);
    const Slot* slot = table_.find(of.longer.of(loaded));
    if (slot == nullptr) slot = table_.find(of.shorter.of(loaded));
    if (slot == nullptr) return;
    // Every word that stands here is a beginning of the last word that does not sort behind `here`;
    // if all of this range do, of the first.
    std::uint32_t word = slot->from;
    for (std::uint32_t end = slot->to; end - word > 1;) {
      const std::uint32_t middle = word + (end - word) / 2;
      (list_.text(middle) <= here ? word : end) = middle;
    }
    append(word, common_size(list_.text(word), here), at, hits);
  }

  // The word and its beginnings, as far as they have at most `size` bytes; the shortest first.
  void append(std::uint32_t word, std::size_t size, std::size_t at,
              std::vector<Dictionary::Hit>& hits) const {
    const auto before = static_cast<std::ptrdiff_t>(hits.size());
    for (; word != kNone; word = parents_[word]) {
      const std::size_t length = list_.text(word).size();
      if (length > size) continue;
      const auto tags = list_.tags(word);
      for (std::size_t i = tags.size(); i > 0; --i) {
        hits.push_back(
            {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + length), tags[i - 1]});
      }
    }
    std::reverse(hits.begin() + before, hits.end());
  }

  SharedWords words_;
  const WordList& list_;  // *words_
  std::vector<std::uint32_t> parents_;
  std::array<std::uint8_t, 256> is_first_{};  // 1: a word has this first byte
  std::array<Lead, 256> leads_;
  Filter filter_;
  Beginnings table_;
};

}  // namespace

std::unique_ptr<const WordFinder> portable_finder(SharedWords list) {
  return std::make_unique<PortableFinder>(std::move(list));
}

}  // namespace veil::redact
