#include "tools/veil/import/progress.h"

#include <signal.h>

#include "tools/veil/width.h"

namespace veil::tools {
namespace {

constexpr std::size_t kLinesBetween = 10000;
constexpr std::chrono::milliseconds kBetween{100};

volatile sig_atomic_t interrupted = 0;

extern "C" void note_interruption(int /*number*/) {
  interrupted = 1;
}

void handle(int number) noexcept {
  struct sigaction action = {};
  action.sa_handler = note_interruption;
  action.sa_flags = static_cast<int>(SA_RESETHAND);  // the second time as usual
  ::sigaction(number, &action, nullptr);
}

}  // namespace

Progress::Progress(Console& console, bool lines)
    : console_(console),
      form_(lines                       ? Form::lines
            : console.err_is_terminal() ? Form::bar
                                        : Form::none),
      start_(std::chrono::steady_clock::now()),
      drawn_(start_) {}

void Progress::draw(const std::string& text, bool last) {
  if (form_ == Form::lines) return console_.hint(text);
  const auto now = std::chrono::steady_clock::now();
  if (!last && now - drawn_ < kBetween) return;
  drawn_ = now;
  const std::size_t width = display_width(text);
  console_.err() << '\r' << text << std::string(width_ > width ? width_ - width : 0, ' ')
                 << (last ? "\n" : "") << std::flush;
  width_ = last ? 0 : width;
}

void Progress::checked(std::size_t lines) {
  if (form_ == Form::none || lines % (form_ == Form::bar ? 1000 : kLinesBetween) != 0) return;
  draw(console_.word("已检查行数：", "lines checked: ") + std::to_string(lines), false);
}

void Progress::scrubbed(std::size_t lines, bool last) {
  draw(console_.word("已处理行数：", "lines scrubbed: ") + std::to_string(lines), last);
}

void Progress::check_ended(std::size_t lines, std::size_t records) {
  if (form_ == Form::none) return;
  draw(console_.word("已检查行数：", "lines checked: ") + std::to_string(lines) +
           console_.word("，有效记录：", ", good records: ") + std::to_string(records),
       true);
  start_ = std::chrono::steady_clock::now();
}

void Progress::written(std::size_t records, std::size_t all) {
  if (form_ == Form::none || all == 0) return;
  const std::size_t tenths = records * 10 / all;
  if (form_ == Form::lines && tenths == tenths_) return;
  tenths_ = tenths;
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  const double rate = seconds > 0 ? static_cast<double>(records) / seconds : 0;
  std::string text = std::to_string(records) + "/" + std::to_string(all);
  if (rate >= 1) {
    const auto left = static_cast<std::size_t>(static_cast<double>(all - records) / rate);
    text += "  " + std::to_string(static_cast<std::size_t>(rate)) + "/s  " + std::to_string(left) +
            console_.word(" 秒后完成", " s left");
  }
  if (form_ == Form::bar) {
    constexpr std::size_t kBar = 40;
    const std::size_t filled = records * kBar / all;
    text = "[" + std::string(filled, '#') + std::string(kBar - filled, '.') + "] " + text;
  }
  draw(text, records == all);
}

Interruption::Interruption() noexcept {
  interrupted = 0;
  handle(SIGINT);
  handle(SIGTERM);
}

Interruption::~Interruption() {
  ::signal(SIGINT, SIG_DFL);
  ::signal(SIGTERM, SIG_DFL);
}

bool Interruption::asked() const noexcept {
  return interrupted != 0;
}

}  // namespace veil::tools
