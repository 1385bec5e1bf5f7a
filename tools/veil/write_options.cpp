#include "tools/veil/write_options.h"

#include "tools/veil/values_file.h"

namespace veil::tools {
namespace {

Done<> set_one(DraftBuilder& draft, const redact::Schema& schema, std::string_view where,
               std::string_view text) {
  auto place = parse_place(schema, where);
  if (!place) return stop(place.error());
  auto set = draft.set(*place, text);
  if (!set) return stop(set.error());
  return {};
}

// "field=rest" cut in two.
Done<std::pair<std::string, std::string>> cut_word(const std::string& word) {
  const auto equals = word.find('=');
  if (equals == std::string::npos || equals == 0) {
    return stop(Exit::usage, "want field=value, or field#row=value");
  }
  return std::pair(word.substr(0, equals), word.substr(equals + 1));
}

}  // namespace

void add_write_options(CLI::App& command, WriteOptions& options) {
  command.add_option("--values", options.values, "File of values, or - (field=value lines, JSON)")
      ->type_name("FILE");
  command
      .add_option("--from-file", options.from_file,
                  "Set a field to the text of a file; may be repeated")
      ->allow_extra_args(false)
      ->type_name("FIELD=PATH");
  command.add_option("--reason", options.reason, "Why, for the access log")->type_name("TEXT");
}

Done<> fill_draft(DraftBuilder& draft, const redact::Schema& schema, const WriteOptions& options) {
  for (const std::string& word : options.words) {
    auto parts = cut_word(word);
    if (!parts) return stop(parts.error());
    if (auto set = set_one(draft, schema, parts->first, parts->second); !set) return set;
  }
  if (!options.values.empty()) {
    auto values = read_values(options.values);
    if (!values) return stop(values.error());
    for (const auto& [where, text] : *values) {
      if (auto set = set_one(draft, schema, where, text); !set) return set;
    }
  }
  for (const std::string& word : options.from_file) {
    auto parts = cut_word(word);
    if (!parts) return stop(parts.error());
    auto text = read_text(parts->second, redact::kTextSizeMax);
    if (!text) return stop(text.error());
    if (text->ends_with('\n')) text->pop_back();  // an editor's, not the text's
    if (auto set = set_one(draft, schema, parts->first, *text); !set) return set;
  }
  for (const std::string& where : options.clear) {
    auto place = parse_place(schema, where);
    if (!place) return stop(place.error());
    if (auto cleared = draft.clear(*place); !cleared) return stop(cleared.error());
  }
  if (draft.empty()) return stop(Exit::usage, "there is nothing to write");
  return {};
}

}  // namespace veil::tools
