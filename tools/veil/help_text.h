// tools/veil/help_text.h: the help of all commands in the language of the console.
// Thread safety: none; one thread.
#pragma once

#include <memory>

#include <CLI/CLI.hpp>

#include "tools/veil/console.h"

namespace veil::tools {

// Lays help out by what is seen, and names what CLI11 names; to be set before commands are added.
std::shared_ptr<CLI::FormatterBase> help_formatter(const Console& console);
// Descriptions, examples and groups of the whole tree; to be called once it is made.
void translate_help(CLI::App& app, const Console& console);

// What CLI11 has against a command line, in words that quote no more of it than an option's name.
std::string usage_text(const CLI::ParseError& error);

}  // namespace veil::tools
