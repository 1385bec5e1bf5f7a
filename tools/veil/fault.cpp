#include "tools/veil/fault.h"

namespace veil::tools {
namespace {

Exit exit_of(Code code) noexcept {
  switch (code) {
    case Code::InvalidArgument:
      return Exit::usage;
    case Code::NotFound:
      return Exit::not_found;
    case Code::Denied:
      return Exit::refused;
    case Code::Conflict:
      return Exit::conflict;
    case Code::Corrupt:
      return Exit::integrity;
    case Code::Unavailable:
      return Exit::unavailable;
    case Code::Unsupported:
      return Exit::other;
  }
  return Exit::other;
}

}  // namespace

tl::unexpected<Fault> stop(Exit exit, std::string text) {
  return tl::unexpected<Fault>(Fault{exit, std::move(text)});
}

tl::unexpected<Fault> stop(Fault fault) {
  return tl::unexpected<Fault>(std::move(fault));
}

tl::unexpected<Fault> stop(const Error& error) {
  return stop(exit_of(error.code), error.message);
}

tl::unexpected<Fault> stop_at_key(const Error& error) {
  const bool about_key = error.code == Code::Denied || error.code == Code::InvalidArgument;
  return stop(about_key ? Exit::key : exit_of(error.code), error.message);
}

}  // namespace veil::tools
