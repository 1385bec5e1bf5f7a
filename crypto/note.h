// crypto/note.h: text with signatures under it, in the C2SP signed-note format, and Ed25519
// cosignatures of witnesses (tlog-cosignature).
//   note = body || "\n" || one or more lines "— <name> <base64(key id 4 || signature)>\n"
// The body ends with a newline and goes up to the last empty line.
// Promise: a note counts as verified only if a known key signed it and no known key's signature in
// it is bad; signatures of unknown keys are ignored.
// A type 0x01 key signs the bare body, without a domain: such a key signs nothing but checkpoints.
// Thread safety: free functions and values.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "crypto/sign.h"

namespace veil::crypto {

enum class NoteKeyType : std::uint8_t {
  ed25519 = 0x01,      // signature over the body
  cosignature = 0x04,  // BE64 seconds || signature over "cosignature/v1\ntime <seconds>\n" || body
};

inline constexpr std::size_t kNoteSizeMax = 1 << 20;
inline constexpr std::size_t kNoteSignaturesMax = 100;

using NoteKeyId = ByteArray<4>;

// What a reader of notes trusts. Text form (vkey): <name>+<key id in hex>+<base64(type || key)>.
struct NoteKey {
  std::string name;  // not empty, valid UTF-8, no blanks, no '+'
  NoteKeyType type = NoteKeyType::ed25519;
  VerifyKey key{};

  NoteKeyId id() const;
  std::string text() const;
  // InvalidArgument if malformed or the key id does not fit; Unsupported for another type of key.
  static Result<NoteKey> parse(std::string_view text);
  friend bool operator==(const NoteKey&, const NoteKey&) = default;
};

bool is_note_name(std::string_view name) noexcept;

struct NoteSignature {
  std::string name;
  NoteKeyId id{};
  Bytes signature;  // without the key id
};

struct Note {
  std::string body;
  std::vector<NoteSignature> signatures;

  // InvalidArgument if malformed. Says nothing about who signed.
  static Result<Note> parse(std::string_view text);
  std::string text() const;
};

// A known key that signed.
struct NoteSigner {
  std::size_t key = 0;     // index in the list of known keys
  std::uint64_t time = 0;  // seconds, of a cosignature; else 0
};

// At least one, in the order of the note. Corrupt if a known key's signature is bad; Denied if no
// known key signed.
Result<std::vector<NoteSigner>> verify_note(const Note& note, std::span<const NoteKey> known);

// Requires a valid name and a body that is_note_body() accepts (asserted).
NoteSignature sign_note(std::string_view name, const SigningKey& key, std::string_view body);
// Requires 0 < seconds < 2^63 too (asserted).
NoteSignature cosign_note(std::string_view name, const SigningKey& key, std::uint64_t seconds,
                          std::string_view body);

// Ends with a newline, valid UTF-8, no control character but newlines.
bool is_note_body(std::string_view body) noexcept;

}  // namespace veil::crypto
