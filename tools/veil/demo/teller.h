// tools/veil/demo/teller.h: how the demo talks: numbered titles, short wrapped sentences.
// Thread safety: none; one thread.
#pragma once

#include "tools/veil/console.h"
#include "tools/veil/fault.h"

namespace veil::tools::demo {

class Teller {
 public:
  explicit Teller(Console& console) noexcept : console_(console) {}
  void title(const char* zh, const char* en);
  void say(const std::string& text);

 private:
  Console& console_;
  int step_ = 0;
};

// 2,862,853
std::string number(std::uint64_t count);

// Exit::integrity: a step of the demo did not come out as it must.
tl::unexpected<Fault> wrong(const char* what);

}  // namespace veil::tools::demo
