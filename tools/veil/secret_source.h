// tools/veil/secret_source.h: how a passphrase comes in: from a file, from a file descriptor, or
// typed at the terminal without echo. Never from an argument or the environment: other accounts of
// a machine can see those.
// Thread safety: none; the terminal is one.
#pragma once

#include <string>

#include "crypto/secret.h"
#include "tools/veil/fault.h"

namespace veil::tools {

struct SecretSource {
  std::string file;
  int descriptor = -1;
  bool given() const noexcept { return !file.empty() || descriptor >= 0; }
};

inline constexpr std::size_t kPassphraseMax = 4096;  // bytes

// The first line of the source, without its line break. Without a source it is asked for at the
// terminal ("Passphrase of x.age: "). Exit::key if there is no terminal, the source cannot be read,
// is empty or too long.
Done<crypto::Secret> read_secret(const SecretSource& source, const std::string& prompt);
// Asks twice at the terminal; a file or descriptor is read once.
Done<crypto::Secret> read_new_secret(const SecretSource& source, const std::string& prompt,
                                     const std::string& again);

}  // namespace veil::tools
