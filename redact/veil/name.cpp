#include "redact/veil/name.h"

#include <algorithm>
#include <vector>

#include "redact/unicode.h"

namespace veil::redact {

namespace {

constexpr std::size_t kWrittenMax = 512;    // bytes of a name as written
constexpr std::size_t kGivenMax = 4;        // characters after a compound surname
constexpr std::size_t kNameMax = 4;         // characters of a name without a dot
constexpr std::size_t kDottedNameMax = 40;  // characters of a name with one
constexpr char32_t kSomebody = 0x67D0;      // 某

// The middle dot of names, and what keyboards and old systems put in its place.
bool is_name_dot(char32_t c) noexcept {
  constexpr std::u32string_view dots =
      U"\u00B7\u2022\u2027\u2219\u22C5\u25CF\u25E6\u30FB\u2E31\u16EB\u1427\uA78F.";
  return dots.find(c) != std::u32string_view::npos;
}

// Rare characters that a system had no code for stand in the private areas; they may be part of
// what is hidden, never of what is shown.
bool may_be_hidden(char32_t c) noexcept {
  return is_han(c) || c == 0x3005 || (c >= 0xE000 && c <= 0xF8FF) || c >= 0xF0000;
}

bool is_name_text(std::u32string_view text) noexcept {
  return !text.empty() && is_han(text[0]) && text[0] != kSomebody &&
         std::all_of(text.begin(), text.end(), may_be_hidden);
}

std::vector<std::u32string> split(std::u32string_view text, bool (*separates)(char32_t)) {
  std::vector<std::u32string> parts(1);
  for (const char32_t c : text) {
    if (separates(c)) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

std::string masked(std::u32string_view shown) {
  std::string out = encode_utf8(shown);
  append_utf8(out, kSomebody);
  return out;
}

// What stands in a form where there is no name: 不知道, 未提供, 被害人. No surname begins like the
// first of them, and the others are words for a part that somebody plays.
bool is_no_name(std::u32string_view text) noexcept {
  constexpr std::u32string_view beginnings = U"不未无無待拒匿";
  constexpr std::u32string_view words =
      U"被害人 受害人 受害者 当事人 当事者 求助人 申请人 救助人 受援人 监护人 嫌疑人 被告人 报案人 "
      U"举报人 代理人 姓名不详 身份不明 本人";
  if (beginnings.find(text[0]) != std::u32string_view::npos) return true;
  std::u32string_view rest = words;
  while (!rest.empty()) {
    const std::u32string_view word = rest.substr(0, rest.find(U' '));
    if (word == text) return true;
    rest.remove_prefix(std::min(word.size() + 1, rest.size()));
  }
  return false;
}

// The compound surname that `name` starts with, if a given name follows it.
std::u32string_view compound_of(std::u32string_view name) noexcept {
  std::u32string_view rest = kCompoundSurnames;
  while (!rest.empty()) {
    const std::u32string_view surname = rest.substr(0, rest.find(U' '));
    if (name.size() > surname.size() && name.size() <= surname.size() + kGivenMax &&
        name.starts_with(surname)) {
      return surname;
    }
    rest.remove_prefix(std::min(surname.size() + 1, rest.size()));
  }
  return {};
}

std::u32string_view trimmed(std::u32string_view text) noexcept {
  while (text.starts_with(U' ')) text.remove_prefix(1);
  while (text.ends_with(U' ')) text.remove_suffix(1);
  return text;
}

// Names of peoples that join given name and father's name by a dot: the first character.
std::optional<std::string> dotted(const std::vector<std::u32string>& parts) {
  std::size_t size = 0;
  for (const auto& part : parts) {
    const auto word = trimmed(part);
    if (word.empty() || !std::all_of(word.begin(), word.end(), may_be_hidden)) return std::nullopt;
    size += word.size();
  }
  const auto first = trimmed(parts.front()).substr(0, 1);
  if (size > kDottedNameMax || !is_name_text(first)) return std::nullopt;
  return masked(first);
}

// Spaces stand inside a short name to fill a column, or after a compound surname; two words of
// several characters each may be two people.
std::optional<std::u32string> joined(const std::vector<std::u32string>& words) {
  std::u32string name;
  std::vector<std::u32string_view> filled;
  for (const auto& word : words) {
    name += word;
    if (!word.empty()) filled.push_back(word);
  }
  const auto several =
      std::count_if(filled.begin(), filled.end(), [](auto word) { return word.size() > 1; });
  const bool after_surname = filled.size() == 2 && filled.front() == compound_of(name);
  if (several > 1 && !after_surname) return std::nullopt;
  return name;
}

}  // namespace

std::optional<std::string> surname_only(std::string_view text) {
  const auto folded = fold(text, kWrittenMax);
  if (!folded) return std::nullopt;
  const auto parts = split(*folded, is_name_dot);
  if (parts.size() > 1) return dotted(parts);

  const auto name = joined(split(*folded, [](char32_t c) { return c == U' '; }));
  if (!name || name->size() < 2 || !is_name_text(*name)) return std::nullopt;
  const std::u32string_view view = *name;
  if (const auto surname = compound_of(view); !surname.empty()) return masked(surname);
  if (view.size() > kNameMax || is_no_name(view)) return std::nullopt;
  // One that is masked already stays as it is. Two characters of which the first is no surname may
  // be a child's name, a nickname or a note: half of it would be said.
  const bool known = kSurnames.find(view[0]) != std::u32string_view::npos || view[1] == kSomebody;
  if (view.size() == 2 && !known) return std::nullopt;
  return masked(view.substr(0, 1));
}

}  // namespace veil::redact
