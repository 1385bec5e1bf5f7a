// `veil scrub`: free text without what identifies, from JSON lines, without a store.
#include <fstream>
#include <iostream>

#include "redact/text/scrub.h"
#include "tools/veil/program.h"
#include "tools/veil/record_json.h"
#include "tools/veil/scrub/known_record.h"
#include "tools/veil/strict_json.h"

namespace veil::tools {
namespace {

namespace json = boost::json;

struct ScrubOptions {
  std::string file;
  bool spans = false;
  bool explain = false;
};

json::array spans_json(const std::vector<redact::Span>& spans) {
  json::array out;
  for (const redact::Span& span : spans) {
    out.push_back(json::array{span.begin, span.end, redact::to_string(span.type)});
  }
  return out;
}

json::array explained_json(const std::vector<redact::Span>& spans) {
  json::array out;
  for (const redact::Span& span : spans) {
    json::object one{{"begin", span.begin},
                     {"end", span.end},
                     {"type", redact::to_string(span.type)},
                     {"rule", redact::to_string(span.rule)},
                     {"confidence", span.confidence}};
    if (span.rule <= redact::Rule::known_sound) one["part"] = redact::to_string(span.part);
    if (span.number > 0) one["number"] = span.number;
    out.push_back(std::move(one));
  }
  return out;
}

// One line of input; what is wrong with it.
Result<json::object> scrubbed_line(const ScrubOptions& options, std::string_view line) {
  auto parsed = parse_json(line);
  if (!parsed) return fail(parsed.error());
  if (!parsed->is_object()) return fail(Code::InvalidArgument, "not an object");
  json::object& note = parsed->as_object();
  const json::value* text = note.if_contains("text");
  if (text == nullptr || !text->is_string()) {
    return fail(Code::InvalidArgument, "\"text\" is missing, or no string");
  }
  std::vector<redact::KnownValue> values;
  if (const json::value* record = note.if_contains("record"); record != nullptr) {
    if (!record->is_object()) return fail(Code::InvalidArgument, "\"record\" is no object");
    values = known_values(record->as_object());
  }
  const redact::KnownForms known(values);
  const auto& bytes = text->as_string();
  auto scrubbed = redact::scrub({bytes.data(), bytes.size()}, known);
  if (!scrubbed) return fail(scrubbed.error());
  json::object out;
  if (const json::value* id = note.if_contains("id"); id != nullptr) out["id"] = *id;
  if (!options.spans) out["text"] = scrubbed->text;
  if (options.spans) out["spans"] = spans_json(scrubbed->spans);
  if (options.explain) out["explain"] = explained_json(scrubbed->spans);
  return out;
}

Done<> run_scrub(Program& program, const ScrubOptions& options) {
  std::ifstream file;
  const bool standard = options.file.empty() || options.file == "-";
  if (!standard) file.open(options.file, std::ios::binary);
  if (!standard && !file) return stop(Exit::other, options.file + ": cannot be read");
  std::istream& in = standard ? std::cin : file;
  std::string line;
  for (std::uint64_t number = 1; std::getline(in, line); ++number) {
    if (line.empty()) continue;
    auto out = scrubbed_line(options, line);
    if (!out)
      return stop(Exit::other,
                  "scrub: line " + std::to_string(number) + ": " + out.error().message);
    print_json(program.console, *out);
  }
  return {};
}

}  // namespace

void add_scrub(CLI::App& app, Program& program) {
  CLI::App* command = add_command(
      app, program, "scrub", "Take out of texts what identifies people; needs no store",
      "  veil scrub notes.jsonl > redacted.jsonl\n"
      "  veil scrub --spans --explain < notes.jsonl\n"
      "Each line is {\"id\": ..., \"text\": \"...\", \"record\": {...}}; the record, if there is "
      "one, names\n"
      "what to look for: {\"victim\": {\"name\": \"...\", \"phone\": \"...\"}, \"child\": {...}}.");
  auto options = std::make_shared<ScrubOptions>();
  command->add_option("FILE", options->file, "JSON lines; standard input if none, or -")
      ->type_name("FILE");
  command->add_flag("--spans", options->spans, "Print where and what, instead of the text");
  command->add_flag("--explain", options->explain,
                    "Say of each span which rule found it, and how sure it is");
  command->callback([&program, options] {
    program.chosen = [&program, options] { return run_scrub(program, *options); };
  });
}

}  // namespace veil::tools
