// crypto/checkpoint.h: the signed head of a log, in the C2SP tlog-checkpoint format.
//   <origin>\n<size in decimal>\n<base64(root)>\n[extension lines, not empty]
// The key that signs is named like the origin.
// Thread safety: free functions and values.
#pragma once

#include "crypto/merkle.h"
#include "crypto/note.h"

namespace veil::crypto {

struct Checkpoint {
  std::string origin;
  TreeHead tree;
  std::vector<std::string> extensions;

  std::string body() const;
  // InvalidArgument unless `body` is exactly what body() writes of some checkpoint.
  static Result<Checkpoint> parse(std::string_view body);
  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

// The note. Requires is_note_name(checkpoint.origin), and no malformed extension (asserted).
std::string sign_checkpoint(const Checkpoint& checkpoint, const SigningKey& key);

// The checkpoint in a note that `log` signed; further signatures are ignored.
// InvalidArgument if malformed; Denied if not signed by `log` or of another origin than its name;
// Corrupt if its signature is bad.
Result<Checkpoint> open_checkpoint(std::string_view note, const NoteKey& log);

}  // namespace veil::crypto
