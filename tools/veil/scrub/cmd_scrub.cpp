// `veil scrub`: texts without what identifies, from JSON lines or plain text, without a store.
#include <unistd.h>

#include <memory>
#include <optional>

#include "tools/veil/import/progress.h"
#include "tools/veil/program.h"
#include "tools/veil/scrub/known_record.h"
#include "tools/veil/scrub/line_input.h"
#include "tools/veil/scrub/note.h"
#include "tools/veil/strict_json.h"
#include "tools/veil/values_file.h"

namespace veil::tools {
namespace {

struct ScrubOptions {
  std::string file = "-";
  std::string record;
  bool plain = false;
  bool spans = false;
  bool explain = false;
};

AnswerParts parts_of(const ScrubOptions& options) {
  return {!options.spans, options.spans, options.explain};
}

// What is wrong with a text is no fault of how the program was called.
tl::unexpected<Fault> stop_at(const std::string& file, const Error& error) {
  const Fault fault = stop(error).value();
  return stop(fault.exit == Exit::usage ? Exit::other : fault.exit, file + ": " + fault.text);
}

tl::unexpected<Fault> stop_at(const LineInput& in, const Error& error) {
  const Fault fault = stop(error).value();
  return stop(fault.exit == Exit::usage ? Exit::other : fault.exit,
              in.name() + ": line " + std::to_string(in.number()) + ": " + fault.text);
}

Result<redact::Scrubbed> scrubbed(std::string_view text,
                                  const std::vector<redact::KnownValue>& values) {
  return redact::scrub(text, redact::KnownForms(values));
}

Done<> scrub_line(Console& console, const LineInput& in, std::string line,
                  const AnswerParts& parts) {
  auto note = read_note(std::move(line));
  if (!note) return stop_at(in, note.error());
  auto done = scrubbed({note->text.data(), note->text.size()}, note->known);
  if (!done) return stop_at(in, done.error());
  print_answer(console.out(), note->id, *done, parts);
  return {};
}

// The first fault ends it: what is behind a line that was not understood may be anything.
Done<> scrub_lines(Console& console, LineInput& in, const AnswerParts& parts) {
  std::optional<Progress> progress;
  if (console.err_is_terminal() && ::isatty(STDOUT_FILENO) != 1) progress.emplace(console, false);
  std::string line;
  for (;;) {
    auto more = in.next(line);
    if (!more && more.error().code == Code::InvalidArgument) {
      return stop_at(in, more.error());
    }
    if (!more) return stop(more.error());
    if (!*more || console.reader_gone()) break;
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (in.number() == 1 && line.starts_with(kByteOrderMark)) line.erase(0, kByteOrderMark.size());
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    if (auto done = scrub_line(console, in, std::move(line), parts); !done) return done;
    if (progress) progress->scrubbed(in.number(), false);
  }
  if (progress) progress->scrubbed(in.number() - 1, true);
  return {};
}

Done<std::vector<redact::KnownValue>> values_in(const std::string& path) {
  if (path.empty()) return std::vector<redact::KnownValue>{};
  auto text = read_text(path, kValuesMax);
  if (!text) return stop(text.error());
  auto record = parse_json(*text);
  if (!record) return stop_at(path, record.error());
  if (!record->is_object()) {
    return stop_at(path, Error{Code::InvalidArgument, "an object is expected"});
  }
  return known_values(record->get_object());
}

Done<> scrub_plain(Console& console, LineInput& in, const ScrubOptions& options) {
  auto values = values_in(options.record);
  if (!values) return stop(values.error());
  std::string text;
  if (auto all = in.rest(text); !all) return stop_at(in.name(), all.error());
  auto done = scrubbed(text, *values);
  if (!done) return stop_at(in.name(), done.error());
  if (console.json || options.spans || options.explain) {
    print_answer(console.out(), nullptr, *done, parts_of(options));
  } else {
    console.out() << done->text;
  }
  return {};
}

Done<> run_scrub(Program& program, const ScrubOptions& options) {
  if (!options.record.empty() && !options.plain) {
    return stop(Exit::usage, "scrub: --record goes with --text, and only with it");
  }
  Console& console = program.console;
  // Who sends a line and waits for its answer is not kept waiting.
  auto in = LineInput::open(options.file, [&console] { console.out().flush(); });
  if (!in) return stop(in.error());
  return options.plain ? scrub_plain(console, *in, options)
                       : scrub_lines(console, *in, parts_of(options));
}

}  // namespace

void add_scrub(CLI::App& app, Program& program) {
  CLI::App* command = add_command(
      app, program, "scrub", "Take out of texts what identifies people; needs no store",
      "  veil scrub notes.jsonl > redacted.jsonl\n"
      "  veil scrub --spans --explain < notes.jsonl\n"
      "  veil scrub --text --record case.json < letter.txt\n"
      "Each line is one text, with the record that it belongs to, if there is one:\n"
      "  {\"id\": \"n1\", \"text\": \"欧阳桂兰来电……\",\n"
      "   \"record\": {\"victim\": {\"name\": \"欧阳桂兰\", \"phone\": \"13800138000\"},\n"
      "              \"child1\": {\"name\": \"欧阳小满\"}}}                 (in one line)\n"
      "What the record says is found in all its forms; numbers, names, addresses and firms\n"
      "are found without it too. A line that is not understood ends it, with exit code 1.");
  auto options = std::make_shared<ScrubOptions>();
  command->add_option("FILE", options->file, "The texts; standard input if none, or -");
  command->add_flag("--spans", options->spans,
                    "Print where it is and of which type, in bytes, and no text");
  command->add_flag("--explain", options->explain,
                    "Say of each span which rule found it, and how sure it is");
  command->add_flag("--text", options->plain,
                    "The input is one text as it is, and so is the output");
  command->add_option("--record", options->record, "With --text: the record, as JSON")
      ->type_name("FILE");
  command->callback([&program, options] {
    program.chosen = [&program, options] { return run_scrub(program, *options); };
  });
}

}  // namespace veil::tools
