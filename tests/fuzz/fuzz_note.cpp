// A note, and a key of its readers, that parse are written the same way again; and whatever a note
// says, no key that did not sign it counts as a signer.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "crypto/note.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using veil::crypto::Note;
  using veil::crypto::NoteKey;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto key = NoteKey::parse(text); key && key->text() != text) std::abort();
  const auto note = Note::parse(text);
  if (!note) return 0;
  if (note->text() != text || note->signatures.empty()) std::abort();
  // A key that nobody holds the secret of, under each name and key id that the note has.
  const NoteKey nobody{note->signatures[0].name, {}, veil::crypto::VerifyKey{1}};
  if (verify_note(*note, std::span(&nobody, 1))) std::abort();
  return 0;
}
