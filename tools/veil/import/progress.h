// tools/veil/import/progress.h: how far an import is, on the error stream, and whether it shall
// stop. A bar where that is a terminal; plain lines where they are asked for; else nothing.
// Thread safety: none; one thread. One Interruption at a time.
#pragma once

#include <chrono>

#include "tools/veil/console.h"

namespace veil::tools {

class Progress {
 public:
  Progress(Console& console, bool lines);

  void checked(std::size_t lines);  // so far
  void scrubbed(std::size_t lines, bool last);
  void check_ended(std::size_t lines, std::size_t records);
  void written(std::size_t records, std::size_t all);

 private:
  enum class Form { none, bar, lines };
  void draw(const std::string& text, bool last);

  Console& console_;
  Form form_;
  std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point drawn_;
  std::size_t width_ = 0;   // of what is drawn
  std::size_t tenths_ = 0;  // that plain lines have told
};

// Ctrl-C and SIGTERM end the import after the batch at hand; a second one ends the program.
class Interruption {
 public:
  Interruption() noexcept;
  ~Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

  bool asked() const noexcept;
};

}  // namespace veil::tools
