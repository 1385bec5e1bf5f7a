#include "tools/veil/help_text.h"

#include <algorithm>

#include "tools/veil/width.h"

namespace veil::tools {
namespace {

// What the library that reads the command line says itself.
constexpr const char* kLabels[] = {"Usage",       "OPTIONS",  "SUBCOMMAND",
                                   "SUBCOMMANDS", "REQUIRED", "Positionals"};

// CLI11 counts bytes, of which two columns of Chinese are three, and folds nothing.
class HelpFormatter final : public CLI::Formatter {
 public:
  explicit HelpFormatter(std::size_t width) : width_(width) {}

  std::string make_option(const CLI::Option* option, bool positional) const override {
    return entry("  " + make_option_name(option, positional) + make_option_opts(option),
                 make_option_desc(option));
  }
  std::string make_subcommand(const CLI::App* command) const override {
    return entry("  " + command->get_display_name(true), command->get_description());
  }

 private:
  std::string entry(std::string line, const std::string& about) const {
    if (about.empty()) return line + "\n";
    const std::size_t column = std::min(get_column_width(), width_ / 2);
    const std::size_t used = display_width(line);
    line += used < column ? std::string(column - used, ' ') : "\n" + std::string(column, ' ');
    const auto lines = wrap(about, width_ - column);
    for (const std::string& one : lines) {
      if (&one != &lines.front()) line.append(column, ' ');
      line += one + "\n";
    }
    return line;
  }

  std::size_t width_;
};

std::string in_language(const Console& console, const std::string& english) {
  return english.empty() ? english : std::string(console.phrase(english));
}

void translate_option(CLI::App& app, CLI::Option& option, const Console& console) {
  option.description(in_language(console, option.get_description()));
  option.group(in_language(console, option.get_group()));
  // "TEXT:{zh,en}": what is taken, and which words. The type itself stays: completion goes by it.
  const std::string type = option.get_type_name();
  const auto words = std::min(type.find(':'), type.size());
  app.get_formatter()->label(type,
                             in_language(console, type.substr(0, words)) + type.substr(words));
}

void translate_tree(CLI::App& app, const Console& console) {
  app.description(in_language(console, app.get_description()));
  app.footer(in_language(console, app.get_footer()));
  app.group(in_language(console, app.get_group()));
  for (CLI::Option* option : app.get_options()) translate_option(app, *option, console);
  for (CLI::App* command : app.get_subcommands([](CLI::App*) { return true; })) {
    translate_tree(*command, console);
  }
}

}  // namespace

std::shared_ptr<CLI::FormatterBase> help_formatter(const Console& console) {
  auto formatter = std::make_shared<HelpFormatter>(console.width());
  for (const char* label : kLabels) formatter->label(label, std::string(console.phrase(label)));
  return formatter;
}

void translate_help(CLI::App& app, const Console& console) {
  if (console.language != redact::Language::en) translate_tree(app, console);
}

std::string usage_text(const CLI::ParseError& error) {
  const std::string what = error.what();
  const auto begin = what.find("--");
  const std::string option = begin == std::string::npos
                                 ? ""
                                 : what.substr(begin, what.find_first_of(" :=,]", begin) - begin);
  const bool extras = dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr;
  if (extras) return "there is a word or option too many; see --help";
  if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) return what + "; see --help";
  if (option.empty()) return "the words do not fit the command; see --help";
  return option + ": its value does not fit; see --help";
}

}  // namespace veil::tools
