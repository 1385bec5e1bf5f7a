#include "store/pin.h"

#include <algorithm>
#include <charconv>

#include "store/file.h"

namespace veil::store {
namespace {

constexpr std::string_view kFirstLine = "veil pins 1\n";
constexpr std::size_t kLineSizeMax = 32 + 1 + 20 + 1 + 64 + 1 + 20 + 1 + 64 + 1;
constexpr std::size_t kFileSizeMax = kFirstLine.size() + kPinsMax * kLineSizeMax;

bool by_store(const Pin& a, const Pin& b) {
  return a.store < b.store;
}

std::string line_of(const Pin& pin) {
  return hex(pin.store) + " " + std::to_string(pin.charter_version) + " " + hex(pin.charter_hash) +
         " " + std::to_string(pin.log_size) + " " + hex(pin.log_root) + "\n";
}

// Cuts the next word off the text, with the character behind it.
std::string_view cut(std::string_view& text, char end) {
  const std::size_t at = text.find(end);
  const std::string_view word = text.substr(0, at);
  text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
  return word;
}

template <std::size_t N>
bool take_hex(std::string_view word, ByteArray<N>& to) {
  const auto bytes = parse_hex(word);
  if (!bytes || bytes->size() != N) return false;
  std::copy(bytes->begin(), bytes->end(), to.begin());
  return true;
}

bool take_number(std::string_view word, std::uint64_t& to) {
  const char* end = word.data() + word.size();
  return std::from_chars(word.data(), end, to).ptr == end;
}

bool take_pin(std::string_view line, Pin& to) {
  return take_hex(cut(line, ' '), to.store) && take_number(cut(line, ' '), to.charter_version) &&
         take_hex(cut(line, ' '), to.charter_hash) && take_number(cut(line, ' '), to.log_size) &&
         take_hex(line, to.log_root);
}

tl::unexpected<Error> damaged() {
  return fail(Code::Corrupt, "pins: the file is damaged");
}

Result<std::vector<Pin>> read_pins(const std::filesystem::path& path) {
  const auto file = read_file(path, kFileSizeMax);
  if (file) return parse_pins(text_of(file->bytes));
  if (file.error().code == Code::NotFound) return std::vector<Pin>{};
  return fail(file.error());
}

Result<> check_count(const char* of, std::uint64_t pinned, std::uint64_t seen, bool same) {
  const std::string numbers =
      std::string(of) + " " + std::to_string(seen) + ", pinned " + std::to_string(pinned);
  if (seen < pinned) return fail(Code::Corrupt, "rolled back: the store is at " + numbers);
  if (seen == pinned && !same) return fail(Code::Corrupt, "forked: another " + numbers);
  return {};
}

}  // namespace

Result<> check_pin(const Pin& pinned, const Pin& seen) {
  if (pinned.store != seen.store) return fail(Code::InvalidArgument, "pin: of another store");
  if (auto done = check_count("charter version", pinned.charter_version, seen.charter_version,
                              pinned.charter_hash == seen.charter_hash);
      !done) {
    return done;
  }
  return check_count("log size", pinned.log_size, seen.log_size, pinned.log_root == seen.log_root);
}

Result<std::optional<Pin>> read_pin(const std::filesystem::path& path, const StoreId& store) {
  const auto pins = read_pins(path);
  if (!pins) return fail(pins.error());
  for (const Pin& pin : *pins) {
    if (pin.store == store) return pin;
  }
  return std::optional<Pin>{};
}

Result<> advance_pin(const std::filesystem::path& path, const Pin& seen) {
  const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  const auto lock = FolderLock::take(folder);
  if (!lock) return fail(lock.error());
  auto pins = read_pins(path);
  if (!pins) return fail(pins.error());
  const auto at = std::lower_bound(pins->begin(), pins->end(), seen, by_store);
  if (at == pins->end() || at->store != seen.store) {
    if (pins->size() == kPinsMax) return fail(Code::InvalidArgument, "pins: too many stores");
    pins->insert(at, seen);
  } else {
    if (auto done = check_pin(*at, seen); !done) return done;
    if (*at == seen) return {};
    *at = seen;
  }
  return replace_file(path, view_of(pins_text(*pins)));
}

std::string pins_text(std::span<const Pin> pins) {
  std::string out(kFirstLine);
  const Pin* before = nullptr;
  for (const Pin& pin : pins) {
    VEIL_REQUIRE(before == nullptr || before->store < pin.store);
    out += line_of(pin);
    before = &pin;
  }
  return out;
}

Result<std::vector<Pin>> parse_pins(std::string_view text) {
  if (text.size() > kFileSizeMax) return damaged();
  std::string_view rest = text;
  const std::string_view first = cut(rest, '\n');
  if (first != kFirstLine.substr(0, kFirstLine.size() - 1)) {
    const bool newer = first.size() == 11 && first.starts_with("veil pins ") && first[10] >= '2' &&
                       first[10] <= '9';
    return newer ? fail(Code::Unsupported, "pins: written by a newer version") : damaged();
  }
  std::vector<Pin> pins;
  while (!rest.empty()) {
    Pin pin;
    if (!take_pin(cut(rest, '\n'), pin)) return damaged();
    if (!pins.empty() && !by_store(pins.back(), pin)) return damaged();
    pins.push_back(pin);
  }
  // Other ways to write the same are damage: capitals, zeros in front, no line end.
  if (pins_text(pins) != text) return damaged();
  return pins;
}

}  // namespace veil::store
