// tests/bench/bare_scan.h: Hyperscan alone, asked for the beginnings of what it finds, which it
// only counts. Stops the program if the library refuses.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace veil::bench {

class BareScan {
 public:
  static bool possible();
  explicit BareScan(const std::vector<std::string>& words);
  ~BareScan();
  BareScan(const BareScan&) = delete;
  BareScan& operator=(const BareScan&) = delete;

  // Places of all words in a text below 4 GiB.
  std::size_t count(std::string_view text) const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace veil::bench
