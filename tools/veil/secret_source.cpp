#include "tools/veil/secret_source.h"

#include <errno.h>
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <array>

namespace veil::tools {
namespace {

// Closes a descriptor of its own.
class Descriptor {
 public:
  explicit Descriptor(int number) noexcept : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const noexcept { return number_; }

 private:
  int number_;
};

// Switches the echo off for its life.
class NoEcho {
 public:
  explicit NoEcho(int terminal) noexcept : terminal_(terminal) {
    known_ = ::tcgetattr(terminal, &before_) == 0;
    if (!known_) return;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    quiet.c_lflag |= ICANON | ISIG;
    known_ = ::tcsetattr(terminal, TCSAFLUSH, &quiet) == 0;
  }
  ~NoEcho() {
    if (known_) ::tcsetattr(terminal_, TCSAFLUSH, &before_);
  }
  NoEcho(const NoEcho&) = delete;
  NoEcho& operator=(const NoEcho&) = delete;
  bool works() const noexcept { return known_; }

 private:
  int terminal_;
  termios before_{};
  bool known_ = false;
};

// One line; byte by byte, so that nothing behind it is taken from a pipe that others read on.
Done<crypto::Secret> read_line(int descriptor, const std::string& where) {
  std::array<std::uint8_t, kPassphraseMax + 1> line{};
  std::size_t size = 0;
  bool good = true;
  while (size < line.size()) {
    const ssize_t got = ::read(descriptor, line.data() + size, 1);
    if (got < 0 && errno == EINTR) continue;
    good = got >= 0;
    if (got <= 0 || line.at(size) == '\n') break;
    ++size;
  }
  if (size > 0 && line.at(size - 1) == '\r') --size;
  const bool fits = size <= kPassphraseMax;
  auto secret = crypto::Secret::copy_of(BytesView(line).first(fits ? size : 0));
  crypto::wipe(line);
  if (!good) return stop(Exit::key, where + ": the passphrase cannot be read");
  if (!fits) return stop(Exit::key, where + ": the passphrase is longer than 4096 bytes");
  if (size == 0) return stop(Exit::key, where + ": the passphrase is empty");
  return secret;
}

Done<crypto::Secret> ask(const std::string& prompt) {
  const Descriptor terminal(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY));
  if (terminal.number() < 0) {
    return stop(Exit::key,
                "a passphrase is needed and there is no terminal to ask at: give "
                "--passphrase-file FILE or --passphrase-fd N");
  }
  const NoEcho quiet(terminal.number());
  if (!quiet.works()) return stop(Exit::key, "the terminal does not let its echo be switched off");
  const auto say = [&](std::string_view text) {
    return ::write(terminal.number(), text.data(), text.size()) >= 0;
  };
  if (!say(prompt + ": ")) return stop(Exit::key, "the terminal cannot be written to");
  auto secret = read_line(terminal.number(), "terminal");
  say("\n");
  return secret;
}

Done<crypto::Secret> read_source(const SecretSource& source) {
  if (!source.file.empty() && source.descriptor >= 0) {
    return stop(Exit::usage, "give a passphrase file or a descriptor, not both");
  }
  if (source.descriptor >= 0) {
    return read_line(source.descriptor, "descriptor " + std::to_string(source.descriptor));
  }
  const Descriptor file(::open(source.file.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number() < 0)
    return stop(Exit::key, source.file + ": the passphrase file cannot be read");
  return read_line(file.number(), source.file);
}

}  // namespace

Done<crypto::Secret> read_secret(const SecretSource& source, const std::string& prompt) {
  return source.given() ? read_source(source) : ask(prompt);
}

Done<crypto::Secret> read_new_secret(const SecretSource& source, const std::string& prompt,
                                     const std::string& again) {
  if (source.given()) return read_source(source);
  auto first = ask(prompt);
  if (!first) return first;
  auto second = ask(again);
  if (!second) return second;
  if (!crypto::equal_constant_time(first->reveal(), second->reveal())) {
    return stop(Exit::key, "the two passphrases differ");
  }
  return first;
}

}  // namespace veil::tools
