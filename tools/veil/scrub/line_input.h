// tools/veil/scrub/line_input.h: the lines of a file or of the standard input, one after another
// and of any length up to kLineMax, or all of it at once. Reads the descriptor itself, so that what
// was read stands in no buffer but the heap's, which is wiped. Errors: NotFound, Denied,
// Unavailable; they name the path. Thread safety: none; one thread.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "crypto/result.h"

namespace veil::tools {

class LineInput {
 public:
  static constexpr std::size_t kLineMax = std::size_t{1} << 30;  // bytes

  // "-" is the standard input. `waits` is called before each wait for more.
  static Result<LineInput> open(const std::string& path, std::function<void()> waits = {});
  ~LineInput();
  LineInput(const LineInput&) = delete;
  LineInput& operator=(const LineInput&) = delete;
  LineInput(LineInput&& other) noexcept;
  LineInput& operator=(LineInput&&) = delete;

  // The next line without its break; false at the end. A longer line is InvalidArgument.
  Result<bool> next(std::string& line);
  // All that is left, in `text`. InvalidArgument if it is longer than a line may be.
  Result<> rest(std::string& text);

  std::size_t number() const noexcept { return number_; }  // of the last line, from 1
  const std::string& name() const noexcept { return name_; }

 private:
  LineInput(int descriptor, std::string name, std::function<void()> waits);
  Result<bool> fill();  // false at the end

  int descriptor_;
  std::string name_;
  std::function<void()> waits_;
  std::vector<char> part_;
  std::size_t at_ = 0;
  std::size_t size_ = 0;
  std::size_t number_ = 0;
};

}  // namespace veil::tools
