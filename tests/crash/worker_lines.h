// tests/crash/worker_lines.h: how a worker tells the sweep what it has promised.
#pragma once

#include <unistd.h>

#include <string>

namespace veil::tests {

// One write(2), so that a line is whole or not there.
inline void say(std::string line) {
  line += '\n';
  if (::write(STDOUT_FILENO, line.data(), line.size()) != static_cast<ssize_t>(line.size())) {
    ::_exit(98);
  }
}

}  // namespace veil::tests
