// tests/bench/words.h: ten thousand words searched in Chinese by each engine of the dictionary,
// beside Hyperscan alone, asked for the beginnings of what it finds.
#pragma once

#include <memory>
#include <string>

namespace veil::bench {

class Words {
 public:
  static constexpr std::size_t kTexts = 64;  // of 4 KiB, all searched by each call

  // The texts are made of the Chinese lines of `chinese`.
  explicit Words(const std::string& chinese);
  ~Words();
  Words(const Words&) = delete;
  Words& operator=(const Words&) = delete;

  // Whether Hyperscan is there to be compared with.
  bool has_limit() const;

  void fastest();
  void portable();
  void limit();

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace veil::bench
