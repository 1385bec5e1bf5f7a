#include "tools/veil/width.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "redact/unicode.h"

namespace veil::tools {

namespace {

constexpr std::size_t kTabWidth = 4;

// A character as people see it: a base with its marks, or a joined emoji.
struct Cluster {
  std::string_view text;
  char32_t first = 0;
  std::size_t width = 0;
  bool is_space() const {
    return text == " ";
  }  // without marks, that would hold it at a line's end
};

// A code point at the start of `text`; a byte that is not UTF-8 stands for itself.
struct Taken {
  char32_t character = 0xFFFD;
  std::size_t size = 1;
  bool ok = false;
};

Taken taken_from(std::string_view text) {
  const redact::Step step = redact::first_character(text);
  if (step.size == 0) return {};
  return {step.character, step.size, true};
}

// Takes one cluster off the front of `text`, which is not empty.
Cluster take_cluster(std::string_view& text) {
  Taken last = taken_from(text);
  Cluster cluster{{}, last.character, redact::columns_of(last.character)};
  std::size_t size = last.size;
  std::int32_t state = 0;
  while (size < text.size()) {
    const Taken next = taken_from(text.substr(size));
    if (redact::is_boundary(last.character, next.character, state)) break;
    cluster.width += redact::columns_of(next.character);
    size += next.size;
    last = next;
  }
  cluster.width = std::min<std::size_t>(cluster.width, 2);
  cluster.text = text.substr(0, size);
  text.remove_prefix(size);
  return cluster;
}

bool among(std::u32string_view set, char32_t c) {
  return set.find(c) != std::u32string_view::npos;
}

bool opens(char32_t c) {
  return among(U"（「『【《〈〔［｛“‘([{", c);
}
bool closes(char32_t c) {
  return among(U"）」』】》〉〕］｝”’、。，．！？；：％…—·～々)]},.!?;:%", c);
}

// Whether a line may end between two clusters that stand beside each other.
bool may_break(const Cluster& before, const Cluster& after) {
  if (before.is_space()) return !after.is_space();
  if (after.is_space() || closes(after.first) || opens(before.first)) return false;
  return before.width == 2 || after.width == 2;
}

bool is_letter(char32_t c) {
  return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
}

// Also behind the hyphen of a word, which "--option" and "2026-03-17" have none of.
bool may_break(const std::vector<Cluster>& word, const Cluster& after) {
  if (word.empty()) return false;
  const Cluster& last = word.back();
  const bool hyphen = last.first == U'-' && word.size() > 1 && word.front().first != U'-' &&
                      is_letter(word[word.size() - 2].first) && is_letter(after.first);
  return hyphen || may_break(last, after);
}

class Wrapper {
 public:
  explicit Wrapper(std::size_t width) : width_(std::max<std::size_t>(width, 2)) {}

  void line(std::string_view text) {
    std::vector<Cluster> word;
    while (!text.empty()) {
      const Cluster cluster = take_cluster(text);
      if (may_break(word, cluster)) put(word);
      word.push_back(cluster);
    }
    put(word);
    end_line();
  }
  std::vector<std::string> take() { return std::move(lines_); }

 private:
  // Adds what may not be parted, on a new line if it does not fit; spaces at the end may stick out.
  void put(std::vector<Cluster>& word) {
    std::size_t width = 0;
    std::size_t seen = 0;
    for (const Cluster& cluster : word) {
      width += cluster.width;
      if (!cluster.is_space()) seen = width;
    }
    if (used_ > 0 && used_ + seen > width_) end_line();
    for (const Cluster& cluster : word) {
      if (used_ + cluster.width > width_ && !cluster.is_space()) end_line();
      current_ += cluster.text;
      used_ += cluster.width;
    }
    word.clear();
  }

  void end_line() {
    current_.erase(current_.find_last_not_of(' ') + 1);
    lines_.push_back(std::move(current_));
    current_.clear();
    used_ = 0;
  }

  std::size_t width_;
  std::size_t used_ = 0;
  std::string current_;
  std::vector<std::string> lines_;
};

std::string escaped(std::string_view bytes, const Taken& step) {
  std::array<char, 16> out{};
  if (!step.ok || step.character < 0x80) {
    const unsigned byte = static_cast<unsigned char>(bytes[0]);
    std::snprintf(out.data(), out.size(), "\\x%02x", byte);
  } else {
    std::snprintf(out.data(), out.size(), "\\u{%x}", static_cast<unsigned>(step.character));
  }
  return out.data();
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) width += take_cluster(text).width;
  return width;
}

std::string pad_right(std::string_view text, std::size_t width) {
  const std::size_t used = display_width(text);
  return std::string(text) + std::string(used < width ? width - used : 0, ' ');
}

std::string pad_left(std::string_view text, std::size_t width) {
  const std::size_t used = display_width(text);
  return std::string(used < width ? width - used : 0, ' ') + std::string(text);
}

std::string cut(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string(text);
  if (width == 0) return {};
  std::string out;
  std::size_t used = 0;
  while (!text.empty()) {
    const Cluster cluster = take_cluster(text);
    if (used + cluster.width > width - 1) break;
    out += cluster.text;
    used += cluster.width;
  }
  return out + "…";
}

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
  Wrapper wrapper(width);
  for (;;) {
    const auto end = text.find('\n');
    wrapper.line(text.substr(0, end));
    if (end == std::string_view::npos) return wrapper.take();
    text.remove_prefix(end + 1);
  }
}

std::string printable(std::string_view text, Breaks breaks) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const Taken step = taken_from(text);
    const char32_t c = step.character;
    const std::string_view bytes = text.substr(0, step.size);
    text.remove_prefix(step.size);
    if (step.ok && c == U'\r' && text.starts_with('\n')) continue;
    if (step.ok && c == U'\n') {
      out += breaks == Breaks::keep ? "\n" : "\\n";
    } else if (step.ok && c == U'\t' && breaks == Breaks::keep) {
      out.append(kTabWidth, ' ');
    } else if (!step.ok || redact::is_control(c) || redact::is_bidi_control(c) || c == 0x2028 ||
               c == 0x2029) {
      out += escaped(bytes, step);
    } else {
      out += bytes;
    }
  }
  return out;
}

}  // namespace veil::tools
