#include "tests/crash/sweep.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string_view>

#include "tests/temporary_folder.h"

namespace veil::tests {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kPatience{60};

fs::path beside_test(const std::string& name) {
  return fs::read_symlink("/proc/self/exe").parent_path() / name;
}

std::string text_of_file(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::uint64_t count_in(const fs::path& path) {
  std::uint64_t count = 0;
  std::ifstream file(path, std::ios::binary);
  file.read(reinterpret_cast<char*>(&count), sizeof count);
  return count;
}

// In the child: only calls that are safe after a fork.
[[noreturn]] void become(char* const* words, char* const* settings, int out, int complaints) {
  ::dup2(out, STDOUT_FILENO);
  ::dup2(complaints, STDERR_FILENO);
  ::execve(words[0], words, settings);
  ::_exit(97);
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> out;
  out.reserve(words.size() + 1);
  for (std::string& word : words) out.push_back(word.data());
  out.push_back(nullptr);
  return out;
}

// Reads until the other end is closed; false if that takes too long.
bool read_all(int from, std::string& text) {
  const auto end = Clock::now() + kPatience;
  char buffer[4096];
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
    pollfd ready{from, POLLIN, 0};
    if (left.count() <= 0 || ::poll(&ready, 1, static_cast<int>(left.count())) == 0) return false;
    const ssize_t got = ::read(from, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return true;
    text.append(buffer, static_cast<std::size_t>(got));
  }
}

std::vector<std::string> whole_lines(std::string_view text) {
  std::vector<std::string> lines;
  for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return lines;
}

}  // namespace

const char* to_string(FaultKind kind) noexcept {
  static constexpr const char* kNames[] = {"none", "kill", "torn", "eio", "enospc", "power"};
  return kNames[static_cast<std::size_t>(kind)];
}

Run run_worker(const Worker& worker, const fs::path& folder, Fault fault) {
  const TemporaryFolder aside(memory_root());
  const fs::path count = aside.path() / "count";
  const fs::path complaints = aside.path() / "complaints";
  std::vector<std::string> words = {beside_test(worker.program).string()};
  words.insert(words.end(), worker.arguments.begin(), worker.arguments.end());
  words.push_back(folder.string());
  std::vector<std::string> settings = {"LD_PRELOAD=" + beside_test("libfault_shim.so").string(),
                                       "VEIL_FAULT_DIR=" + folder.string(),
                                       "VEIL_FAULT_AT=" + std::to_string(fault.at),
                                       std::string("VEIL_FAULT_KIND=") + to_string(fault.kind),
                                       "VEIL_FAULT_COUNT=" + count.string()};
  const std::vector<char*> word_list = pointers(words);
  const std::vector<char*> setting_list = pointers(settings);
  int lines[2] = {};
  REQUIRE(::pipe2(lines, O_CLOEXEC) == 0);
  const int errors = ::open(complaints.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  REQUIRE(errors >= 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) become(word_list.data(), setting_list.data(), lines[1], errors);
  ::close(lines[1]);
  ::close(errors);

  Run run;
  std::string text;
  run.too_long = !read_all(lines[0], text);
  if (run.too_long) ::kill(child, SIGKILL);
  ::close(lines[0]);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  if (WIFEXITED(status)) run.exit_code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) run.signal = WTERMSIG(status);
  run.lines = whole_lines(text);
  run.complaints = text_of_file(complaints);
  run.calls = count_in(count);
  return run;
}

SweepTotals sweep(const Worker& worker, FaultKind kind, const SweepFolders& folders,
                  std::uint64_t stride) {
  const auto one = [&](Fault fault) {
    const TemporaryFolder folder(memory_root());
    if (folders.prepare) folders.prepare(folder.path());
    Run run = run_worker(worker, folder.path(), fault);
    CAPTURE(to_string(fault.kind), fault.at, run.exit_code, run.signal, run.complaints);
    CHECK_FALSE(run.too_long);
    if (fault.kind == FaultKind::none) REQUIRE(run.exit_code == 0);
    folders.check(folder.path(), run, fault);
    return run;
  };
  SweepTotals totals;
  totals.calls = one({}).calls;
  REQUIRE(totals.calls > 0);
  const char* wish = std::getenv("VEIL_SWEEP");  // NOLINT(concurrency-mt-unsafe)
  const bool all = wish != nullptr && std::strcmp(wish, "all") == 0;
  const std::uint64_t start = all ? 1 : 1 + static_cast<std::uint64_t>(kind);
  for (std::uint64_t at = start; at <= totals.calls; at += all ? 1 : stride) {
    const Run run = one({kind, at});
    ++totals.runs;
    if (run.calls >= at) ++totals.struck;
  }
  std::cout << worker.program << ": " << to_string(kind) << " at " << totals.runs << " of "
            << totals.calls << " calls, " << totals.struck << " reached\n";
  return totals;
}

}  // namespace veil::tests
