// crypto/result.h: how every room reports a fault.
// Input, disk and peer faults are an Error; a broken caller contract aborts (VEIL_REQUIRE).
#pragma once

#include <string>
#include <utility>

#include <tl/expected.hpp>

namespace veil {

enum class Code {
  InvalidArgument,
  NotFound,
  Denied,
  Conflict,
  Corrupt,
  Unavailable,
  Unsupported,
};

// `message` names the operation and the place. It never holds plaintext, key bytes or a field
// value.
struct Error {
  Code code;
  std::string message;
};

// tl::expected until the compiler has std::expected; the same interface.
template <class T = void>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(Code code, std::string message) {
  return tl::unexpected<Error>(Error{code, std::move(message)});
}

// Hands the error of one Result on as that of another: `if (!x) return fail(x.error());`
inline tl::unexpected<Error> fail(Error error) {
  return tl::unexpected<Error>(std::move(error));
}

// The English name of a code, as printed and logged: "Corrupt".
const char* to_string(Code code) noexcept;

// Prints `what` and the place to stderr and aborts. For broken caller contracts only: `what` is a
// literal, never data.
[[noreturn]] void contract_broken(const char* what, const char* file, int line) noexcept;

}  // namespace veil

// Checked in every build: a program that breaks a contract must stop before it shows anything.
#define VEIL_REQUIRE(condition) \
  ((condition) ? static_cast<void>(0) : ::veil::contract_broken(#condition, __FILE__, __LINE__))
