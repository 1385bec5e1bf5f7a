#include "tools/veil/demo/teller.h"

#include "tools/veil/width.h"

namespace veil::tools::demo {

void Teller::title(const char* zh, const char* en) {
  const std::string text = std::to_string(++step_) + ". " + console_.word(zh, en);
  console_.out() << '\n' << console_.toned(Tone::title, text) << "\n\n" << std::flush;
}

void Teller::say(const std::string& text) {
  for (const std::string& line : wrap(text, Console::kWidth)) console_.out() << line << '\n';
  console_.out().flush();
}

std::string number(std::uint64_t count) {
  std::string out = std::to_string(count);
  for (auto at = static_cast<std::ptrdiff_t>(out.size()) - 3; at > 0; at -= 3) {
    out.insert(static_cast<std::size_t>(at), 1, ',');
  }
  return out;
}

tl::unexpected<Fault> wrong(const char* what) {
  return stop(Exit::integrity, std::string("demo: this did not come out as it must: ") + what);
}

}  // namespace veil::tools::demo
