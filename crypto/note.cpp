#include "crypto/note.h"

#include <algorithm>
#include <array>
#include <optional>

#include "crypto/hash.h"

namespace veil::crypto {
namespace {

constexpr std::string_view kSignatureMark = "\u2014 ";
constexpr std::size_t kCosignatureSize = 8 + sizeof(Signature);
constexpr std::uint64_t kTimeEnd = std::uint64_t{1} << 63;
constexpr char32_t kBadUtf8 = 0xffffffff;

// Takes the first character off `text`, which is not empty; kBadUtf8 unless in shortest form, not a
// surrogate and at most U+10FFFF.
char32_t next_character(std::string_view& text) noexcept {
  const auto lead = static_cast<std::uint8_t>(text.front());
  std::size_t size = 0;
  char32_t smallest = 0;
  char32_t out = 0;
  if (lead < 0x80) {
    size = 1;
    out = lead;
  } else if (lead >> 5 == 0x06) {
    size = 2;
    smallest = 0x80;
    out = lead & 0x1fU;
  } else if (lead >> 4 == 0x0e) {
    size = 3;
    smallest = 0x800;
    out = lead & 0x0fU;
  } else if (lead >> 3 == 0x1e) {
    size = 4;
    smallest = 0x10000;
    out = lead & 0x07U;
  }
  if (size == 0 || size > text.size()) return kBadUtf8;
  for (std::size_t i = 1; i < size; ++i) {
    const auto byte = static_cast<std::uint8_t>(text[i]);
    if (byte >> 6 != 0x02) return kBadUtf8;
    out = out << 6 | (byte & 0x3fU);
  }
  if (out < smallest || out > 0x10ffff || (out >= 0xd800 && out <= 0xdfff)) return kBadUtf8;
  text.remove_prefix(size);
  return out;
}

// The characters with the Unicode property White_Space.
bool is_blank(char32_t c) noexcept {
  return (c >= 0x09 && c <= 0x0d) || c == 0x20 || c == 0x85 || c == 0xa0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f ||
         c == 0x3000;
}

bool is_note_text(std::string_view text) noexcept {
  while (!text.empty()) {
    const char32_t c = next_character(text);
    if (c == kBadUtf8 || (c < 0x20 && c != '\n')) return false;
  }
  return true;
}

std::string cosigned_message(std::uint64_t seconds, std::string_view body) {
  return "cosignature/v1\ntime " + std::to_string(seconds) + "\n" + std::string(body);
}

Signature to_signature(BytesView bytes) {
  Signature out;
  std::copy_n(bytes.begin(), out.size(), out.begin());
  return out;
}

Result<NoteSignature> parse_signature_line(std::string_view line) {
  const auto malformed = [] {
    return fail(Code::InvalidArgument, "note: malformed signature line");
  };
  if (line.substr(0, kSignatureMark.size()) != kSignatureMark) return malformed();
  line.remove_prefix(kSignatureMark.size());
  const std::size_t blank = line.find(' ');
  if (blank == std::string_view::npos || !is_note_name(line.substr(0, blank))) return malformed();
  const auto payload = parse_base64(line.substr(blank + 1));
  NoteSignature out;
  if (!payload || payload->size() <= out.id.size()) return malformed();
  out.name = line.substr(0, blank);
  std::copy_n(payload->begin(), out.id.size(), out.id.begin());
  out.signature.assign(payload->begin() + out.id.size(), payload->end());
  return out;
}

// The time of a good signature, 0 for one without; nothing for a bad one.
std::optional<std::uint64_t> check_signature(const NoteKey& key, std::string_view body,
                                             BytesView signature) {
  if (key.type == NoteKeyType::ed25519) {
    if (signature.size() != sizeof(Signature)) return std::nullopt;
    if (!verify(key.key, view_of(body), to_signature(signature))) return std::nullopt;
    return 0;
  }
  if (signature.size() != kCosignatureSize) return std::nullopt;
  const std::uint64_t seconds = read_be64(signature.data());
  if (seconds == 0 || seconds >= kTimeEnd) return std::nullopt;
  const std::string message = cosigned_message(seconds, body);
  if (!verify(key.key, view_of(message), to_signature(signature.subspan(8)))) return std::nullopt;
  return seconds;
}

}  // namespace

bool is_note_name(std::string_view name) noexcept {
  if (name.empty()) return false;
  while (!name.empty()) {
    const char32_t c = next_character(name);
    if (c == kBadUtf8 || c < 0x20 || c == '+' || is_blank(c)) return false;
  }
  return true;
}

bool is_note_body(std::string_view body) noexcept {
  return !body.empty() && body.back() == '\n' && is_note_text(body);
}

NoteKeyId NoteKey::id() const {
  Bytes message = to_bytes(view_of(name));
  message.push_back('\n');
  message.push_back(static_cast<std::uint8_t>(type));
  append(message, key);
  const Hash hash = sha256(message);
  NoteKeyId out;
  std::copy_n(hash.begin(), out.size(), out.begin());
  return out;
}

std::string NoteKey::text() const {
  Bytes typed{static_cast<std::uint8_t>(type)};
  append(typed, key);
  return name + "+" + hex(id()) + "+" + base64(typed);
}

Result<NoteKey> NoteKey::parse(std::string_view text) {
  const auto malformed = [] { return fail(Code::InvalidArgument, "note key: malformed"); };
  const std::size_t first = text.find('+');
  if (first == std::string_view::npos) return malformed();
  const std::size_t second = text.find('+', first + 1);  // base64 may hold more of them
  if (second == std::string_view::npos) return malformed();
  const std::string_view name = text.substr(0, first);
  const auto typed = parse_base64(text.substr(second + 1));
  if (!is_note_name(name) || !typed || typed->empty()) return malformed();
  if (typed->front() != static_cast<std::uint8_t>(NoteKeyType::ed25519) &&
      typed->front() != static_cast<std::uint8_t>(NoteKeyType::cosignature)) {
    return fail(Code::Unsupported, "note key: not of a known type");
  }
  NoteKey out;
  if (typed->size() != 1 + out.key.size()) return malformed();
  out.name = name;
  out.type = static_cast<NoteKeyType>(typed->front());
  std::copy(typed->begin() + 1, typed->end(), out.key.begin());
  if (out.text() != text) return fail(Code::InvalidArgument, "note key: the key id does not fit");
  return out;
}

Result<Note> Note::parse(std::string_view text) {
  const auto malformed = [] { return fail(Code::InvalidArgument, "note: malformed"); };
  if (text.size() > kNoteSizeMax) return fail(Code::InvalidArgument, "note: too long");
  if (!is_note_text(text)) return malformed();
  const std::size_t gap = text.rfind("\n\n");
  if (gap == std::string_view::npos) return malformed();
  Note out;
  out.body = text.substr(0, gap + 1);
  std::string_view rest = text.substr(gap + 2);
  if (rest.empty()) return malformed();
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) return malformed();
    if (out.signatures.size() == kNoteSignaturesMax) {
      return fail(Code::InvalidArgument, "note: too many signatures");
    }
    auto signature = parse_signature_line(rest.substr(0, end));
    if (!signature) return fail(std::move(signature.error()));
    out.signatures.push_back(*std::move(signature));
    rest.remove_prefix(end + 1);
  }
  return out;
}

std::string Note::text() const {
  std::string out = body + "\n";
  for (const NoteSignature& signature : signatures) {
    Bytes payload = to_bytes(signature.id);
    append(payload, signature.signature);
    out.append(kSignatureMark)
        .append(signature.name)
        .append(" ")
        .append(base64(payload))
        .append("\n");
  }
  return out;
}

Result<std::vector<NoteSigner>> verify_note(const Note& note, std::span<const NoteKey> known) {
  std::vector<NoteSigner> signers;
  std::vector<NoteKeyId> ids;
  ids.reserve(known.size());
  for (const NoteKey& key : known) ids.push_back(key.id());
  for (const NoteSignature& signature : note.signatures) {
    for (std::size_t i = 0; i < known.size(); ++i) {
      if (known[i].name != signature.name || ids[i] != signature.id) continue;
      const auto time = check_signature(known[i], note.body, signature.signature);
      if (!time) return fail(Code::Corrupt, "note: bad signature of a known key");
      const bool seen = std::any_of(signers.begin(), signers.end(),
                                    [i](const NoteSigner& signer) { return signer.key == i; });
      if (!seen) signers.push_back({i, *time});
    }
  }
  if (signers.empty()) return fail(Code::Denied, "note: not signed by a known key");
  return signers;
}

NoteSignature sign_note(std::string_view name, const SigningKey& key, std::string_view body) {
  VEIL_REQUIRE(is_note_name(name) && is_note_body(body));
  const NoteKey note_key{std::string(name), NoteKeyType::ed25519, key.verify_key()};
  return {note_key.name, note_key.id(), to_bytes(key.sign(view_of(body)))};
}

NoteSignature cosign_note(std::string_view name, const SigningKey& key, std::uint64_t seconds,
                          std::string_view body) {
  VEIL_REQUIRE(is_note_name(name) && is_note_body(body) && seconds > 0 && seconds < kTimeEnd);
  const NoteKey note_key{std::string(name), NoteKeyType::cosignature, key.verify_key()};
  NoteSignature out{note_key.name, note_key.id(), {}};
  append_be64(out.signature, seconds);
  append(out.signature, key.sign(view_of(cosigned_message(seconds, body))));
  return out;
}

}  // namespace veil::crypto
