// tools/veil/console.h: where a command speaks. Data goes to out, talk to err: one line that begins
// with "veil: " per fault, hints and progress besides. Colour only on a terminal, never with
// NO_COLOR. Buffers that held data are wiped.
// Thread safety: none; one thread.
#pragma once

#include <array>
#include <concepts>
#include <optional>
#include <ostream>
#include <streambuf>
#include <string>
#include <string_view>

#include "redact/schema.h"
#include "tools/veil/phrases.h"

namespace veil::tools {

// Writes to a file descriptor through a buffer that is wiped after each use.
class DescriptorBuffer final : public std::streambuf {
 public:
  explicit DescriptorBuffer(int descriptor) noexcept;
  ~DescriptorBuffer() override;
  DescriptorBuffer(const DescriptorBuffer&) = delete;
  DescriptorBuffer& operator=(const DescriptorBuffer&) = delete;

  // The reader went away (EPIPE): nothing more is written, and it is nobody's fault.
  bool reader_gone() const noexcept { return reader_gone_; }

 protected:
  int overflow(int c) override;
  int sync() override;

 private:
  bool flush_all();
  int descriptor_;
  bool reader_gone_ = false;
  std::array<char, 16384> buffer_{};
};

enum class Tone { plain, title, dim, good, bad };

class Console {
 public:
  Console();

  std::ostream& out() noexcept { return out_; }
  std::ostream& err() noexcept { return err_; }

  // False if what was written did not arrive; quietly true once the reader is gone.
  bool finish();
  bool reader_gone() const noexcept { return out_buffer_.reader_gone(); }

  static constexpr std::size_t kWidth = 80;
  // Columns of out(): what COLUMNS says, else the terminal, else kWidth; 40 to 200.
  std::size_t width() const noexcept { return width_; }
  bool err_is_terminal() const noexcept { return err_terminal_; }

  redact::Language language = redact::Language::en;
  // Of hint() and fault(), if another: what programs read is the same in every locale, what people
  // read beside it is not.
  std::optional<redact::Language> talk;
  bool json = false;  // data as JSON

  const char* word(const char* zh, const char* en) const noexcept {
    return language == redact::Language::zh ? zh : en;
  }
  // A phrase of this program in the console's language.
  std::string_view phrase(std::string_view english) const noexcept;
  // The same with each "{}" filled by the next part.
  template <class... Parts>
  std::string text(std::string_view english, const Parts&... parts) const {
    const std::array<std::string, sizeof...(Parts)> all = {part_text(parts)...};
    return filled(phrase(english), all);
  }
  const std::string& label(const redact::Label& label) const noexcept;

  // Text for out() in a tone, where out() is a terminal; padding is the caller's, so that escape
  // sequences are never counted as width.
  std::string toned(Tone tone, std::string_view text) const;

  void hint(std::string_view text);   // to err, without a prefix
  void fault(std::string_view text);  // "veil: text", control characters made harmless
  // A text whose places are filled already, of this program or the library, in the console's
  // language.
  std::string said(std::string_view text) const;

 private:
  std::string talked(std::string_view text) const;
  static std::string part_text(std::string_view part) { return std::string(part); }
  template <std::integral Number>
  static std::string part_text(Number part) {
    return std::to_string(part);
  }

  DescriptorBuffer out_buffer_;
  DescriptorBuffer err_buffer_;
  std::ostream out_;
  std::ostream err_;
  bool colour_ = false;
  bool err_terminal_ = false;
  std::size_t width_ = kWidth;
};

// Of a --lang word, or by LC_ALL, LC_MESSAGES and LANG: Chinese where they begin with "zh".
redact::Language language_of_environment();

}  // namespace veil::tools
