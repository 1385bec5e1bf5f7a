// redact/text/organisations.h: what belongs to the name of a body. Internal to redact/text.
// Thread safety: free functions.
#pragma once

#include <string_view>

#include "redact/text/folded.h"
#include "redact/text/reading.h"

namespace veil::redact {

// Past the class behind a school: 三年级二班, 八(4)班, 大三, P3, ", Grade 2"; `end` if none is
// there.
std::size_t past_class(const FoldedText& text, std::size_t end);
// Past the part of a firm that stands behind its name: 望江站, 6号摊, 二标段.
std::size_t past_branch(const FoldedText& text, std::size_t end);
// Names that say what a body does, of which there are many: 家政, 快递.
bool is_trade(std::u32string_view word);
// Trades that end a firm's name: 佳和装饰.
bool is_weak_firm(std::u32string_view word);
// How many letters at the start of `name` are such words.
std::size_t trades_at(std::u32string_view name);

void find_latin_organisations(Reading& reading);

}  // namespace veil::redact
