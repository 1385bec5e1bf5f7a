// Prints the text of standard input without what identifies:  scrub_text < letter.txt
// The values that a record knows are found in all their forms, the rest by rules.
#include <iostream>
#include <iterator>

#include "redact/text/scrub.h"

namespace redact = veil::redact;

int main() {
  using redact::KnownKind;
  using redact::Part;
  const std::vector<redact::KnownValue> record = {
      {KnownKind::name, Part::client, 0, "欧阳桂兰"},
      {KnownKind::phone, Part::client, 0, "13800138000"},
      {KnownKind::name, Part::child, 1, "周小满"},
      {KnownKind::name, Part::child, 2, "周小禾"},
  };
  const redact::KnownForms known(record);  // to be kept for many texts of one record
  const std::string text((std::istreambuf_iterator<char>(std::cin)), {});
  const auto scrubbed = redact::scrub(text, known);
  if (!scrubbed) {  // there is no text then, and nothing to fall back on
    std::cerr << scrubbed.error().message << '\n';
    return 1;
  }
  for (const redact::Span& span : scrubbed->spans) {
    std::cerr << span.begin << '-' << span.end << ' ' << redact::to_string(span.type) << ", "
              << redact::to_string(span.rule) << '\n';
  }
  std::cout << scrubbed->text;
}
