// tools/veil/width.h: text in a terminal: how wide it is, and how it fits.
// Widths are columns: Chinese characters and most emoji take two, combining marks none. What is cut
// or wrapped is cut between characters as people see them, never inside one.
// Thread safety: free functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace veil::tools {

// Of text as printable() gives it.
std::size_t display_width(std::string_view text);

// Filled up with spaces to `width`; wider text stays as it is.
std::string pad_right(std::string_view text, std::size_t width);
std::string pad_left(std::string_view text, std::size_t width);
// Cut to `width` with … at the end where something was cut.
std::string cut(std::string_view text, std::size_t width);

// Lines of at most `width` columns (at least 2): breaks at spaces and between Chinese characters,
// no line begins with a closing mark or ends with an opening one, words too long for a line are
// cut. Line breaks of the text stay. At least one line.
std::vector<std::string> wrap(std::string_view text, std::size_t width);

enum class Breaks { escape, keep };
// Safe to send to a terminal: control characters, those that turn the writing direction and bytes
// that are not UTF-8 are shown as \x1b or \u{202e}; a line break as \n unless kept; a tab kept with
// line breaks is four spaces.
std::string printable(std::string_view text, Breaks breaks = Breaks::escape);

}  // namespace veil::tools
