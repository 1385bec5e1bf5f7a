// tools/veil/usage/command_tree.h: the commands, options and words of the tool, as they were added
// to its command line: what completion scripts and man pages are made from, so that these cannot
// fall behind.
// Thread safety: values and free functions.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace veil::tools {

// What follows an option, or stands in the place of a word.
enum class Taken { nothing, text, file, folder, choice, role, purpose, field };

struct OptionWords {
  std::vector<std::string> names;  // "--role"; of a positional "RECORD"
  std::string about;
  Taken takes = Taken::nothing;
  std::string type;                  // "FILE"
  std::vector<std::string> choices;  // of Taken::choice
  bool required = false;
};

struct CommandWords {
  std::vector<std::string> path;  // "veil", "log", "show"
  std::string about;
  std::string footer;  // examples and remarks
  std::vector<OptionWords> options;
  std::vector<OptionWords> positionals;
  std::vector<CommandWords> commands;
};

CommandWords words_of(const CLI::App& app);

// The command itself and all below it, the nearest first.
std::vector<const CommandWords*> all_commands(const CommandWords& top);
// "veil log show".
std::string path_text(const CommandWords& command, const char* between = " ");

}  // namespace veil::tools
