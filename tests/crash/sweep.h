// tests/crash/sweep.h: kills a program, or fails its disk, at every system call that changes a
// file. A worker is a program of its own below tests/crash/workers. It gets its arguments and, as
// the last one, a folder; it works only below that folder and says what it has promised to somebody
// by one line a promise on stdout, each with one write(2) (say() in worker_lines.h). After each run
// the caller's check opens what is left in the folder and compares it with those lines.
// VEIL_SWEEP=all tries every call, else every 7th or so from a start that differs between kinds.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace veil::tests {

// As in fault_shim.cpp.
enum class FaultKind { none, kill, torn, eio, enospc, power };
const char* to_string(FaultKind kind) noexcept;

struct Worker {
  std::string program;  // the name of a target; it lies beside the test program
  std::vector<std::string> arguments;
};

struct Fault {
  FaultKind kind = FaultKind::none;
  std::uint64_t at = 0;
};

struct Run {
  std::vector<std::string> lines;  // whole lines only
  std::string complaints;          // stderr
  std::uint64_t calls = 0;         // that changed something
  int exit_code = -1;
  int signal = 0;         // that ended it
  bool too_long = false;  // killed after a minute
};

// Runs the worker once on `folder`, which must exist.
Run run_worker(const Worker& worker, const std::filesystem::path& folder, Fault fault);

struct SweepFolders {
  // Called before each run on the fresh folder; may be empty.
  std::function<void(const std::filesystem::path& folder)> prepare;
  // Called after each run; asserts. `run` is the last one.
  std::function<void(const std::filesystem::path& folder, const Run& run, Fault fault)> check;
};

struct SweepTotals {
  std::uint64_t calls = 0;  // of the worker when nothing fails
  std::uint64_t runs = 0;
  std::uint64_t struck = 0;  // runs that came as far as their fault
};

inline constexpr std::uint64_t kStride = 7;

// Runs the worker without a fault (it must exit with 0), then once for each point: every
// `stride`-th, or all.
SweepTotals sweep(const Worker& worker, FaultKind kind, const SweepFolders& folders,
                  std::uint64_t stride = kStride);

}  // namespace veil::tests
