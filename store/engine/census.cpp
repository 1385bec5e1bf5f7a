#include "store/engine/census.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>
#include <system_error>

#include "crypto/hash.h"
#include "store/file.h"

namespace veil::store {
namespace {

constexpr std::string_view kTitle = "veil census 1\n";
constexpr std::size_t kSizeMax = std::size_t{64} << 20;  // a million files and more
constexpr std::size_t kNamedMax = 5;                     // files that a message names

tl::unexpected<Error> damaged() {
  return fail(Code::Corrupt, "census: damaged");
}

// Takes `word`, a number and a line end off the front of `text`; false leaves it as it was.
bool take_line(std::string_view& text, std::string_view word, std::uint64_t* numbers,
               std::size_t count) {
  std::string_view rest = text;
  if (rest.substr(0, word.size()) != word) return false;
  rest.remove_prefix(word.size());
  for (std::size_t i = 0; i < count; ++i) {
    if (rest.empty() || rest.front() != ' ') return false;
    rest.remove_prefix(1);
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), numbers[i]);
    if (error != std::errc()) return false;
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
  }
  if (rest.empty() || rest.front() != '\n') return false;
  rest.remove_prefix(1);
  text = rest;
  return true;
}

std::string encode_body(const Census& census) {
  std::string text(kTitle);
  text += "sequence " + std::to_string(census.sequence) + "\n";
  for (const auto& [number, size] : census.logs) {
    text += "log " + std::to_string(number) + " " + std::to_string(size) + "\n";
  }
  for (const auto& [number, size] : census.files) {
    text += "file " + std::to_string(number) + " " + std::to_string(size) + "\n";
  }
  for (const std::uint64_t number : census.forgiven) {
    text += "input " + std::to_string(number) + "\n";
  }
  return text;
}

}  // namespace

Bytes encode_census(const Census& census) {
  std::string text = encode_body(census);
  text += "hash " + hex(crypto::blake2b(view_of(text))) + "\n";
  return to_bytes(view_of(text));
}

Result<Census> decode_census(BytesView bytes) {
  std::string_view text = text_of(bytes);
  if (text.substr(0, kTitle.size()) != kTitle) return damaged();
  text.remove_prefix(kTitle.size());
  Census census;
  std::uint64_t numbers[2] = {};
  if (!take_line(text, "sequence", &census.sequence, 1)) return damaged();
  while (take_line(text, "log", numbers, 2)) census.logs.emplace(numbers[0], numbers[1]);
  while (take_line(text, "file", numbers, 2)) census.files.emplace(numbers[0], numbers[1]);
  while (take_line(text, "input", numbers, 1)) census.forgiven.insert(numbers[0]);
  // What is left must be the hash, and nothing above may have been written in another way: both
  // hold exactly if writing it again gives the same bytes.
  if (!same_bytes(encode_census(census), bytes)) return damaged();
  return census;
}

Result<Census> load_census(const std::filesystem::path& path) {
  const auto file = read_file(path, kSizeMax);
  if (!file) return fail(file.error());
  return decode_census(file->bytes);
}

void drop_unfinished(const std::filesystem::path& path) {
  const std::string stem = path.filename().string() + ".new-";
  std::error_code ignored;
  std::filesystem::directory_iterator at(path.parent_path(), ignored);
  for (; !ignored && at != std::filesystem::directory_iterator(); at.increment(ignored)) {
    std::error_code kept;
    if (at->path().filename().string().starts_with(stem)) std::filesystem::remove(*at, kept);
  }
}

Result<> check_files(const Census& census, const FileSizes& found) {
  std::string missing;
  std::size_t count = 0;
  for (const auto& [number, size] : census.files) {
    const auto at = found.find(number);
    if (at == found.end() && census.forgiven.contains(number)) continue;
    if (at != found.end() && at->second == size) continue;
    if (++count > kNamedMax) continue;
    if (count > 1) missing += ", ";
    missing +=
        numbered_name(number, kTable) + (at == found.end() ? " is missing" : " has another size");
  }
  if (count == 0) return {};
  if (count > kNamedMax) missing += " and " + std::to_string(count - kNamedMax) + " more";
  return fail(Code::Corrupt, "census: the engine has lost records: " + missing);
}

Result<> check_logs(const Census& census, const FileSizes& found, std::uint64_t needed) {
  for (const auto& [number, size] : census.logs) {
    const auto at = found.find(number);
    if (number < needed || (at != found.end() && at->second >= size)) continue;
    return fail(Code::Corrupt,
                "census: the engine has lost its last writes: " + numbered_name(number, kLog) +
                    (at == found.end() ? " is missing" : " is too short"));
  }
  return {};
}

Result<> check_sequence(const Census& census, std::uint64_t found) {
  if (found >= census.sequence) return {};
  return fail(Code::Corrupt, "census: the engine has lost its last writes: it ends at change " +
                                 std::to_string(found) + ", at least " +
                                 std::to_string(census.sequence) + " were durable");
}

std::string numbered_name(std::uint64_t number, std::string_view extension) {
  std::string name = std::to_string(number);
  if (name.size() < 6) name.insert(0, 6 - name.size(), '0');
  return name.append(extension);
}

Result<FileSizes> numbered_files(const std::filesystem::path& folder, std::string_view extension) {
  FileSizes out;
  std::error_code error;
  std::filesystem::directory_iterator at(folder, error);
  for (; !error && at != std::filesystem::directory_iterator(); at.increment(error)) {
    const std::filesystem::path& path = at->path();
    if (path.extension() != extension) continue;
    const std::string digits = path.stem().string();
    std::uint64_t number = 0;
    const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (fault != std::errc() || end != digits.data() + digits.size()) continue;
    const std::uint64_t size = at->file_size(error);
    if (!error) out.emplace(number, size);
  }
  if (error)
    return fail(Code::Unavailable, "census: list " + folder.string() + ": " + error.message());
  return out;
}

}  // namespace veil::store
