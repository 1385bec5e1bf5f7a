// tools/veil/fault.h: how a command ends: its exit code and the one line that says why.
// The codes are those that docs and scripts rely on; they never change their meaning.
// Thread safety: values and free functions.
#pragma once

#include <string>
#include <utility>

#include "crypto/result.h"

namespace veil::tools {

enum class Exit : int {
  ok = 0,
  other = 1,
  usage = 2,
  not_found = 3,
  refused = 4,  // also what an unknown record says to those who may not know
  integrity = 5,
  key = 6,  // a key or passphrase is wrong or missing
  conflict = 7,
  unavailable = 8,
};

struct Fault {
  Exit exit = Exit::other;
  std::string text;  // no value, key or passphrase; may name files, fields and records
};

template <class T = void>
using Done = tl::expected<T, Fault>;

tl::unexpected<Fault> stop(Exit exit, std::string text);
tl::unexpected<Fault> stop(Fault fault);
// By the error's code.
tl::unexpected<Fault> stop(const Error& error);
// Of identity and host key files: what is refused there is a key, not a person.
tl::unexpected<Fault> stop_at_key(const Error& error);

}  // namespace veil::tools
