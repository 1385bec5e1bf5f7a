// redact/text/folded.h: a working copy of a text on which rules are read, with the way back.
// Width, zero-width and variation marks, accents, small and capital letters, traditional forms,
// digits of every kind and blanks are made alike; the text itself is never changed.
// Promise: total over any bytes (what is not UTF-8 stands as U+FFFD and is never found).
// Thread safety: immutable once made.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace veil::redact {

// What forms of known values are written in.
enum class Alphabet : std::uint8_t {
  text = 't',    // the folded text: letters, ideographs, digits; no blanks
  digits = 'd',  // the digits of a number, whatever separates them
  sound = 's',   // pinyin of ideographs, one syllable each
};

class FoldedText;

}  // namespace veil::redact
