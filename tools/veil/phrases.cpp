#include "tools/veil/phrases.h"

#include <algorithm>
#include <optional>

namespace veil::tools {
namespace {

constexpr int kDepthMax = 4;
constexpr int kTriesMax = 64;  // phrases that fit, over all depths; past that the first one does
constexpr std::string_view kPlace = "{}";

std::vector<std::string> split_at_places(std::string_view phrase) {
  std::vector<std::string> out;
  for (;;) {
    const auto at = phrase.find(kPlace);
    out.emplace_back(phrase.substr(0, at));
    if (at == std::string_view::npos) return out;
    phrase.remove_prefix(at + kPlace.size());
  }
}

// What stands in the places, if `text` is that phrase filled.
std::optional<std::vector<std::string>> parts_of(std::string_view text,
                                                 const std::vector<std::string>& literals) {
  if (!text.starts_with(literals.front())) return std::nullopt;
  text.remove_prefix(literals.front().size());
  std::vector<std::string> parts;
  for (std::size_t i = 1; i < literals.size(); ++i) {
    const std::string& next = literals[i];
    const bool last = i + 1 == literals.size();
    if (last && !text.ends_with(next)) return std::nullopt;
    const auto at = last ? text.size() - next.size() : text.find(next);
    if (at == std::string_view::npos) return std::nullopt;
    parts.emplace_back(text.substr(0, at));
    text.remove_prefix(at + next.size());
  }
  return parts;
}

// Reads a .po file line by line.
class PoReader {
 public:
  Result<std::map<std::string, std::string, std::less<>>> read(std::string_view po) {
    while (!po.empty()) {
      const auto end = po.find('\n');
      ++line_;
      if (!take(po.substr(0, end))) {
        return fail(Code::InvalidArgument,
                    "phrases: line " + std::to_string(line_) + " is no line of such a file");
      }
      po.remove_prefix(end == std::string_view::npos ? po.size() : end + 1);
    }
    close();
    return std::move(phrases_);
  }

 private:
  bool take(std::string_view line) {
    if (line.empty() || line.starts_with('#')) {
      close();
      return true;
    }
    if (line.starts_with("msgid ")) {
      close();
      to_ = &id_;
      line.remove_prefix(6);
    } else if (line.starts_with("msgstr ")) {
      to_ = &text_;
      line.remove_prefix(7);
    }
    return to_ != nullptr && unquote(line, *to_);
  }

  static bool unquote(std::string_view line, std::string& to) {
    if (line.size() < 2 || line.front() != '"' || line.back() != '"') return false;
    line = line.substr(1, line.size() - 2);
    for (std::size_t i = 0; i < line.size(); ++i) {
      const bool escape = line[i] == '\\';
      if (escape && ++i == line.size()) return false;
      to += escape && line[i] == 'n' ? '\n' : line[i];
    }
    return true;
  }

  // The header, which translates nothing, is left out.
  void close() {
    if (!id_.empty() && !text_.empty()) phrases_.emplace(std::move(id_), std::move(text_));
    id_.clear();
    text_.clear();
    to_ = nullptr;
  }

  std::map<std::string, std::string, std::less<>> phrases_;
  std::string id_;
  std::string text_;
  std::string* to_ = nullptr;
  std::size_t line_ = 0;
};

}  // namespace

std::string filled(std::string_view phrase, std::span<const std::string> parts) {
  std::string out;
  std::size_t next = 0;
  while (!phrase.empty()) {
    const bool numbered = phrase.size() > 2 && phrase[0] == '{' && phrase[1] >= '1' &&
                          phrase[1] <= '9' && phrase[2] == '}';
    const bool plain = phrase.starts_with(kPlace);
    const std::size_t part = numbered ? static_cast<std::size_t>(phrase[1] - '1') : next;
    if ((numbered || plain) && part < parts.size()) {
      out += parts[part];
      next += plain ? 1 : 0;
      phrase.remove_prefix(numbered ? 3 : 2);
    } else {
      out += phrase.front();
      phrase.remove_prefix(1);
    }
  }
  return out;
}

Result<Phrases> Phrases::parse(std::string_view po) {
  auto read = PoReader().read(po);
  if (!read) return fail(read.error());
  Phrases out;
  out.phrases_ = std::move(*read);
  for (const auto& [english, translation] : out.phrases_) {
    auto literals = split_at_places(english);
    if (literals.size() == 1) continue;
    std::size_t size = 0;
    for (const std::string& literal : literals) size += literal.size();
    out.patterns_.push_back({std::move(literals), size, english});
  }
  std::stable_sort(out.patterns_.begin(), out.patterns_.end(),
                   [](const Pattern& a, const Pattern& b) { return a.size > b.size; });
  return out;
}

std::string_view Phrases::find(std::string_view english) const noexcept {
  const auto at = phrases_.find(english);
  return at == phrases_.end() ? english : std::string_view(at->second);
}

std::string Phrases::said(std::string_view english) const {
  int tries = kTriesMax;
  return said(english, 0, tries).text;
}

Phrases::Said Phrases::said(std::string_view english, int depth, int& tries) const {
  const auto known = phrases_.find(english);
  if (known != phrases_.end()) return {known->second, english.size()};
  Said best{std::string(english), 0};
  if (depth == kDepthMax) return best;
  for (const Pattern& pattern : patterns_) {
    auto parts = parts_of(english, pattern.literals);
    if (!parts) continue;
    std::size_t size = pattern.size;
    for (std::string& part : *parts) {
      // A single word may as well be a name.
      if (part.find(' ') == std::string::npos) continue;
      Said inner = said(part, depth + 1, tries);
      size += inner.known;
      part = std::move(inner.text);
    }
    if (size > best.known) best = {filled(find(pattern.phrase), *parts), size};
    if (--tries <= 0) break;
  }
  return best;
}

const Phrases& chinese_phrases() {
  static const Phrases phrases = [] {
    auto read = Phrases::parse(chinese_po());
    return read ? std::move(*read) : Phrases();
  }();
  return phrases;
}

}  // namespace veil::tools
