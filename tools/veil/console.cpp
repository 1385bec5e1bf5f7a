#include "tools/veil/console.h"

#include <errno.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "crypto/secret.h"
#include "tools/veil/width.h"

namespace veil::tools {

DescriptorBuffer::DescriptorBuffer(int descriptor) noexcept : descriptor_(descriptor) {
  setp(buffer_.data(), buffer_.data() + buffer_.size());
}

DescriptorBuffer::~DescriptorBuffer() {
  flush_all();
}

int DescriptorBuffer::overflow(int c) {
  if (!flush_all()) return traits_type::eof();
  if (c != traits_type::eof()) {
    *pptr() = static_cast<char>(c);
    pbump(1);
  }
  return traits_type::not_eof(c);
}

int DescriptorBuffer::sync() {
  return flush_all() ? 0 : -1;
}

bool DescriptorBuffer::flush_all() {
  const char* at = pbase();
  bool good = true;
  while (good && at < pptr() && !reader_gone_) {
    const ssize_t written = ::write(descriptor_, at, static_cast<std::size_t>(pptr() - at));
    if (written > 0) {
      at += written;
    } else if (errno == EPIPE) {
      reader_gone_ = true;
    } else {
      good = errno == EINTR;
    }
  }
  crypto::wipe({reinterpret_cast<std::uint8_t*>(buffer_.data()), buffer_.size()});
  setp(buffer_.data(), buffer_.data() + buffer_.size());
  return good;
}

namespace {

const char* environment(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody sets it here
  return value != nullptr ? value : "";
}

// A shell knows COLUMNS but seldom exports it, so that who sets it means it.
std::size_t width_of(int terminal) {
  constexpr std::size_t kNarrowest = 40;
  constexpr std::size_t kWidest = 200;
  const std::string_view said = environment("COLUMNS");
  std::size_t columns = 0;
  std::from_chars(said.data(), said.data() + said.size(), columns);
  winsize size{};
  if (columns == 0 && ::ioctl(terminal, TIOCGWINSZ, &size) == 0) columns = size.ws_col;
  return columns == 0 ? Console::kWidth : std::clamp(columns, kNarrowest, kWidest);
}

}  // namespace

Console::Console()
    : out_buffer_(STDOUT_FILENO),
      err_buffer_(STDERR_FILENO),
      out_(&out_buffer_),
      err_(&err_buffer_),
      colour_(::isatty(STDOUT_FILENO) == 1 && *environment("NO_COLOR") == '\0' &&
              std::string_view(environment("TERM")) != "dumb"),
      err_terminal_(::isatty(STDERR_FILENO) == 1),
      width_(width_of(STDOUT_FILENO)) {}

bool Console::finish() {
  out_.flush();
  err_.flush();
  return reader_gone() || out_.good();
}

const std::string& Console::label(const redact::Label& label) const noexcept {
  const bool zh = language == redact::Language::zh;
  const std::string& wanted = zh ? label.zh : label.en;
  return wanted.empty() ? (zh ? label.en : label.zh) : wanted;
}

std::string Console::toned(Tone tone, std::string_view text) const {
  const char* code = "";
  switch (tone) {
    case Tone::plain:
      break;
    case Tone::title:
      code = "\x1b[1m";
      break;
    case Tone::dim:
      code = "\x1b[2m";
      break;
    case Tone::good:
      code = "\x1b[32m";
      break;
    case Tone::bad:
      code = "\x1b[31m";
      break;
  }
  if (!colour_ || *code == '\0') return std::string(text);
  return code + std::string(text) + "\x1b[0m";
}

void Console::hint(std::string_view text) {
  out_.flush();
  err_ << printable(talked(text), Breaks::keep) << std::endl;
}

void Console::fault(std::string_view text) {
  out_.flush();
  err_ << "veil: " << printable(talked(text)) << std::endl;
}

namespace {

std::string said_in(redact::Language language, std::string_view text) {
  if (language != redact::Language::zh) return std::string(text);
  return chinese_phrases().said(text);
}

}  // namespace

std::string Console::said(std::string_view text) const {
  return said_in(language, text);
}

std::string Console::talked(std::string_view text) const {
  return said_in(talk.value_or(language), text);
}

std::string_view Console::phrase(std::string_view english) const noexcept {
  return language == redact::Language::zh ? chinese_phrases().find(english) : english;
}

redact::Language language_of_environment() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const std::string_view value = environment(name);
    if (value.empty()) continue;
    return value.starts_with("zh") ? redact::Language::zh : redact::Language::en;
  }
  return redact::Language::en;
}

}  // namespace veil::tools
