#include "crypto/checkpoint.h"

#include <algorithm>
#include <charconv>

namespace veil::crypto {
namespace {

constexpr std::size_t kLinesMax = 64;

// The lines of `body`, each without its newline; empty if one is empty or the last has no newline.
std::vector<std::string_view> lines_of(std::string_view body) {
  std::vector<std::string_view> lines;
  while (!body.empty()) {
    const std::size_t end = body.find('\n');
    if (end == std::string_view::npos || end == 0 || lines.size() == kLinesMax) return {};
    lines.push_back(body.substr(0, end));
    body.remove_prefix(end + 1);
  }
  return lines;
}

}  // namespace

std::string Checkpoint::body() const {
  std::string out = origin + "\n" + std::to_string(tree.size) + "\n" + base64(tree.root) + "\n";
  for (const std::string& line : extensions) out.append(line).append("\n");
  return out;
}

Result<Checkpoint> Checkpoint::parse(std::string_view body) {
  const auto malformed = [] { return fail(Code::InvalidArgument, "checkpoint: malformed"); };
  const auto lines = lines_of(body);
  if (lines.size() < 3 || !is_note_body(body)) return malformed();
  Checkpoint out;
  out.origin = lines[0];
  const char* const end = lines[1].data() + lines[1].size();
  const auto [stop, error] = std::from_chars(lines[1].data(), end, out.tree.size);
  if (error != std::errc() || stop != end || out.tree.size > Frontier::kSizeMax) return malformed();
  const auto root = parse_base64(lines[2]);
  if (!root || root->size() != out.tree.root.size()) return malformed();
  std::copy(root->begin(), root->end(), out.tree.root.begin());
  out.extensions.assign(lines.begin() + 3, lines.end());
  if (out.body() != body) return malformed();
  return out;
}

std::string sign_checkpoint(const Checkpoint& checkpoint, const SigningKey& key) {
  Note note;
  note.body = checkpoint.body();
  VEIL_REQUIRE(Checkpoint::parse(note.body).has_value());
  note.signatures.push_back(sign_note(checkpoint.origin, key, note.body));
  return note.text();
}

Result<Checkpoint> open_checkpoint(std::string_view text, const NoteKey& log) {
  const auto note = Note::parse(text);
  if (!note) return fail(note.error());
  const auto signers = verify_note(*note, std::span(&log, 1));
  if (!signers) return fail(signers.error());
  auto checkpoint = Checkpoint::parse(note->body);
  if (checkpoint && checkpoint->origin != log.name) {
    return fail(Code::Denied, "checkpoint: of another log");
  }
  return checkpoint;
}

}  // namespace veil::crypto
