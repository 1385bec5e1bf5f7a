// tests/bench/source.h: invented records of 80 values, drawn from the demo policy by a seeded
// generator: the same for the same seed, so that two runs write the same bytes.
#pragma once

#include <random>

#include "store/session.h"

namespace veil::bench {

inline constexpr std::size_t kValues = 80;

class Source {
 public:
  Source(const store::Session& session, std::uint32_t seed);
  store::RecordDraft next();

 private:
  std::string text_for(const redact::Field& field);
  std::string digits(std::size_t count);
  const std::string& one_of(const std::vector<std::string>& words);

  const store::Session& session_;
  std::mt19937 random_;
};

}  // namespace veil::bench
