// tests/redact/text/notes.h: the texts of tests/data/notes, and mixtures of their parts.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "redact/text/known.h"

namespace veil::tests {

// Without their marks.
const std::vector<std::string>& notes();

// A few sentences of several notes, some cut, with characters between them that tend to disturb.
std::string mixture(std::mt19937& rng);

// Values of a record that some of those sentences are about, and of none.
std::vector<redact::KnownValue> any_values(std::mt19937& rng);

}  // namespace veil::tests
