// tools/veil/phrases.h: what the program says, in another language: a table from English phrases to
// theirs, read from a .po file (tools/veil/zh.po, put into the program when it is built). A phrase
// may hold places, "{}", for names and numbers; a translation may give them in another order,
// "{2}". Thread safety: immutable once read.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/result.h"

namespace veil::tools {

// `phrase` with its places filled: {} by the next part, {2} by the second. A place without a part
// stays as it is.
std::string filled(std::string_view phrase, std::span<const std::string> parts);

class Phrases {
 public:
  // msgid and msgstr with quoted lines, and comments; no plural forms or contexts.
  // Errors: InvalidArgument with the line.
  static Result<Phrases> parse(std::string_view po);

  // The translation of a phrase as it stands in the source; itself if there is none.
  std::string_view find(std::string_view english) const noexcept;
  // The translation of a text whose places are filled already, by phrases within phrases: those
  // that say most of it word for word decide.
  std::string said(std::string_view english) const;

  const std::map<std::string, std::string, std::less<>>& all() const noexcept { return phrases_; }

 private:
  struct Said {
    std::string text;
    std::size_t known = 0;  // how much of the English it says word for word
  };
  Said said(std::string_view english, int depth, int& tries) const;
  std::map<std::string, std::string, std::less<>> phrases_;
  // Those with places, by what stands between these; the longest text first.
  struct Pattern {
    std::vector<std::string> literals;
    std::size_t size = 0;
    std::string_view phrase;  // in phrases_
  };
  std::vector<Pattern> patterns_;
};

// tools/veil/zh.po.
std::string_view chinese_po() noexcept;
const Phrases& chinese_phrases();

}  // namespace veil::tools
