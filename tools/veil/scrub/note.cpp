#include "tools/veil/scrub/note.h"

#include <array>
#include <utility>

#include "crypto/secret.h"
#include "redact/unicode.h"
#include "tools/veil/scrub/known_record.h"
#include "tools/veil/strict_json.h"

namespace veil::tools {
namespace {

namespace json = boost::json;

bool is_id(const json::value& value) noexcept {
  return value.is_string() || value.is_number() || value.is_null();
}

// Text in UTF-8 as a JSON string.
void print_string(std::ostream& out, std::string_view text) {
  json::serializer serializer;
  serializer.reset(json::string_view(text.data(), text.size()));
  std::array<char, 4096> part{};
  while (!serializer.done()) {
    const auto some = serializer.read(part.data(), part.size());
    out.write(some.data(), static_cast<std::streamsize>(some.size()));
  }
  crypto::wipe({reinterpret_cast<std::uint8_t*>(part.data()), part.size()});
}

void print_spans(std::ostream& out, const std::vector<redact::Span>& spans) {
  const char* between = "";
  for (const redact::Span& span : spans) {
    out << std::exchange(between, ",") << '[' << span.begin << ',' << span.end << ",\""
        << redact::to_string(span.type) << "\"]";
  }
}

void print_explained(std::ostream& out, const std::vector<redact::Span>& spans) {
  const char* between = "";
  for (const redact::Span& span : spans) {
    out << std::exchange(between, ",") << "{\"begin\":" << span.begin << ",\"end\":" << span.end
        << ",\"type\":\"" << redact::to_string(span.type) << "\",\"rule\":\""
        << redact::to_string(span.rule) << "\",\"confidence\":" << unsigned{span.confidence};
    if (span.rule <= redact::Rule::known_sound) {
      out << ",\"part\":\"" << redact::to_string(span.part) << '"';
    }
    if (span.number > 0) out << ",\"number\":" << span.number;
    out << '}';
  }
}

}  // namespace

Result<Note> read_note(std::string line) {
  replace_lone_halves(line);
  auto parsed = parse_json(line, JsonStrings::any_bytes);
  if (!parsed) return fail(parsed.error());
  std::string().swap(line);  // a long one need not be held twice
  json::object* const object = parsed->if_object();
  if (object == nullptr) return fail(Code::InvalidArgument, "an object is expected");
  Note note;
  json::value* const text = object->if_contains("text");
  if (text == nullptr || !text->is_string()) {
    return fail(Code::InvalidArgument, "\"text\" is missing, or is no string");
  }
  note.text = std::move(text->get_string());
  if (json::value* const id = object->if_contains("id"); id != nullptr) {
    const bool valid =
        is_id(*id) &&
        (!id->is_string() || redact::is_utf8({id->get_string().data(), id->get_string().size()}));
    if (!valid) return fail(Code::InvalidArgument, "\"id\" is neither a string nor a number");
    note.id = std::move(*id);
  }
  if (const json::value* record = object->if_contains("record");
      record != nullptr && !record->is_null()) {
    if (!record->is_object()) return fail(Code::InvalidArgument, "\"record\" is no object");
    note.known = known_values(record->get_object());
  }
  return note;
}

void print_answer(std::ostream& out, const json::value& id, const redact::Scrubbed& scrubbed,
                  const AnswerParts& parts) {
  const char* between = "{";
  if (!id.is_null()) out << std::exchange(between, ",") << "\"id\":" << json::serialize(id);
  if (parts.text) {
    out << std::exchange(between, ",") << "\"text\":";
    print_string(out, scrubbed.text);
  }
  if (parts.spans) {
    out << std::exchange(between, ",") << "\"spans\":[";
    print_spans(out, scrubbed.spans);
    out << ']';
  }
  if (parts.explain) {
    out << std::exchange(between, ",") << "\"explain\":[";
    print_explained(out, scrubbed.spans);
    out << ']';
  }
  out << "}\n";
}

}  // namespace veil::tools
