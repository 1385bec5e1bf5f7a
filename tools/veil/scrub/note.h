// tools/veil/scrub/note.h: one text that is scrubbed, as a line of JSON, and the answer to it.
// Thread safety: free functions.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "redact/text/scrub.h"

namespace veil::tools {

struct Note {
  boost::json::value id;  // a string or a number; null if there is none
  boost::json::string text;
  std::vector<redact::KnownValue> known;
};
// {"id": ..., "text": "...", "record": {...}}, id and record may lack. In strings, bytes that are
// no UTF-8 stay for scrubbing to replace; half a surrogate pair becomes U+FFFD. Errors:
// InvalidArgument, with the byte where it is not JSON; never quotes the line.
Result<Note> read_note(std::string line);

struct AnswerParts {
  bool text = true;
  bool spans = false;
  bool explain = false;
};
// One line, ended: {"id": ..., "text": "...", "spans": [[begin, end, "TYPE"], ...], "explain":
// ...}. Written piece by piece, so that a long text is not held once more.
void print_answer(std::ostream& out, const boost::json::value& id, const redact::Scrubbed& scrubbed,
                  const AnswerParts& parts);

}  // namespace veil::tools
