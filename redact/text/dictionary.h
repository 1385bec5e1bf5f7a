// redact/text/dictionary.h: all places where words of a fixed list stand in a text, in one pass.
// Promise: exact bytes, overlapping places too, total over any bytes; both engines give the same
// hits. Neither text nor hits are kept or named in errors. The list is the program's own, not a
// stranger's: the time for a text is bounded by its size times the longest word.
// Thread safety: a Dictionary may be searched by several threads at once. Copies are cheap and
// share all but the handle.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "crypto/result.h"

namespace veil::redact {

class WordFinder;

class Dictionary {
 public:
  static constexpr std::size_t kWordSizeMax = 256;  // bytes
  static constexpr std::size_t kWordsMax = 1'000'000;

  struct Word {
    std::string text;  // UTF-8 as a rule, any bytes in truth; not empty
    std::uint32_t tag = 0;
  };
  // fastest: a library for it where there is one that this processor can run, else portable.
  enum class Engine { fastest, portable };

  // The same text may come with several tags; the same pair twice counts once.
  // Errors: InvalidArgument if a word is empty or over the limits.
  static Result<Dictionary> make(std::vector<Word> words, Engine engine = Engine::fastest);

  struct Hit {
    std::uint32_t begin = 0;  // bytes
    std::uint32_t end = 0;
    std::uint32_t tag = 0;
    friend bool operator==(const Hit&, const Hit&) = default;
    friend std::strong_ordering operator<=>(const Hit& a, const Hit& b) noexcept {
      return std::tie(a.begin, a.end, a.tag) <=> std::tie(b.begin, b.end, b.tag);
    }
  };
  // Appends every occurrence, ascending by (begin, end, tag).
  // Errors: InvalidArgument if the text has 4 GiB or more; `hits` then is as it was.
  Result<> find(std::string_view text, std::vector<Hit>& hits) const;

  // What searches: "hyperscan", "portable".
  std::string_view engine() const noexcept;

 private:
  explicit Dictionary(std::shared_ptr<const WordFinder> finder) noexcept;
  std::shared_ptr<const WordFinder> finder_;
};

}  // namespace veil::redact
