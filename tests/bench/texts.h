// tests/bench/texts.h: text scrubbing, on the notes of tests/data or of the folder
// VEIL_TEXT_CORPUS, beside a bare scan of the same texts for the same words, and as one text that
// grows.
#pragma once

#include <cstddef>
#include <string>

namespace veil::bench {

// Prints a table. The notes are repeated to so many megabytes; texts as one are up to half as long
// again. `sources`: the folder of the project.
void measure_texts(const std::string& sources, std::size_t megabytes, int rounds);

}  // namespace veil::bench
