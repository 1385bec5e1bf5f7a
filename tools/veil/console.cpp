#include "tools/veil/console.h"

#include <errno.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

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

// What the library says most often, word for word; the rest stays in English.
constexpr std::pair<std::string_view, std::string_view> kChinese[] = {
    {"no such record, or not for you", "无此记录，或不对您开放"},
    {"enter: this identity is not of this store", "此身份未在本数据库登记"},
    {"log: only auditors read the access log", "只有审计员可以阅读访问日志"},
    {"write: this role may not write all of these fields", "此角色无权写入其中某些字段"},
    {"write: somebody else wrote first; begin again", "他人已先行修改，请查看后重试"},
    {"charter: this identity is no custodian of the store", "此身份不是本数据库的管理员"},
    {"the session has ended: enter again", "会话已结束，请重新进入"},
};

}  // namespace

Console::Console()
    : out_buffer_(STDOUT_FILENO),
      err_buffer_(STDERR_FILENO),
      out_(&out_buffer_),
      err_(&err_buffer_),
      colour_(::isatty(STDOUT_FILENO) == 1 && *environment("NO_COLOR") == '\0' &&
              std::string_view(environment("TERM")) != "dumb"),
      err_terminal_(::isatty(STDERR_FILENO) == 1) {}

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
  err_ << printable(text, Breaks::keep) << std::endl;
}

void Console::fault(std::string_view text) {
  out_.flush();
  err_ << "veil: " << printable(said(text)) << std::endl;
}

std::string_view Console::said(std::string_view text) const noexcept {
  if (language != redact::Language::zh) return text;
  const auto known = std::find_if(std::begin(kChinese), std::end(kChinese),
                                  [&](const auto& one) { return one.first == text; });
  return known != std::end(kChinese) ? known->second : text;
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
