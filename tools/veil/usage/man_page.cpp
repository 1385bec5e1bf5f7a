#include "tools/veil/usage/man_page.h"

#include <algorithm>

#include "redact/unicode.h"

namespace veil::tools {
namespace {

// Text that troff takes as it is: no escapes, no requests.
std::string plain(std::string_view text) {
  std::string out;
  bool at_start = true;
  for (const char c : text) {
    if (at_start && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else if (c == '`') {
      out += "\\(ga";
    } else if (c == '\'') {
      out += "\\(aq";
    } else if (c == '"') {
      out += "\\(dq";
    } else if (c == '^') {
      out += "\\(ha";
    } else if (c == '~') {
      out += "\\(ti";
    } else {
      out += c;
    }
    at_start = c == '\n';
  }
  return out;
}

// The same with a place to fold between Chinese characters, where no closing mark would begin a
// line: troff folds at blanks only.
std::string flowing(std::string_view text) {
  constexpr std::u32string_view kCloses = U"）」』】》〉］｝”’、。，．！？；：％…";
  std::string out;
  std::string_view rest = text;
  bool wide = false;
  while (!rest.empty()) {
    const redact::Step step = redact::first_character(rest);
    const std::size_t size = std::max<std::size_t>(step.size, 1);
    const bool now_wide = redact::columns_of(step.character) == 2;
    const bool closes = kCloses.find(step.character) != std::u32string_view::npos;
    if (wide && now_wide && !closes) out += "\\:";
    const bool at_start = out.empty() || out.back() == '\n';
    const std::string one = plain(rest.substr(0, size));
    out += at_start || !one.starts_with("\\&") ? one : one.substr(2);
    rest.remove_prefix(size);
    wide = now_wide;
  }
  return out;
}

class Page {
 public:
  void section(const std::string& name) { out_ += ".SH " + plain(name) + "\n"; }
  void line(const std::string& text) {
    if (!text.empty()) out_ += text + "\n";
  }

  // Lines that begin with blanks are shown as they are, the others flow.
  void prose(std::string_view text) {
    bool verbatim = false;
    while (!text.empty()) {
      const auto end = text.find('\n');
      const std::string_view one = text.substr(0, end);
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
      const bool indented = one.starts_with("  ");
      if (indented != verbatim) out_ += indented ? ".PP\n.EX\n" : ".EE\n.PP\n";
      verbatim = indented;
      out_ += one.empty() ? ".PP\n" : (indented ? plain(one) : flowing(one)) + "\n";
    }
    if (verbatim) out_ += ".EE\n";
  }

  void item(const OptionWords& option, const Console& console) {
    out_ += ".TP\n";
    std::string names;
    for (const std::string& name : option.names) {
      names += (names.empty() ? "\\fB" : ", \\fB") + plain(name) + "\\fR";
    }
    if (!option.choices.empty()) {
      for (const std::string& choice : option.choices) {
        names += (&choice == option.choices.data() ? " " : "|") + plain(choice);
      }
    } else if (!option.type.empty() && option.names.front().starts_with('-')) {
      names += " \\fI" + plain(console.phrase(option.type)) + "\\fR";
    }
    line(names);
    line(option.about.empty() ? "\\&" : flowing(option.about));
  }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

std::string synopsis(const CommandWords& command, const Console& console) {
  std::string out = "\\fB" + plain(path_text(command)) + "\\fR";
  if (!command.options.empty()) out += " [\\fI" + plain(console.phrase("OPTIONS")) + "\\fR]";
  for (const OptionWords& positional : command.positionals) {
    const std::string name = "\\fI" + plain(positional.names.front()) + "\\fR";
    out += positional.required ? " " + name : " [" + name + "]";
  }
  if (!command.commands.empty()) {
    out += " \\fI" + plain(console.phrase("SUBCOMMAND")) + "\\fR";
  }
  return out;
}

// The description's first line, and what follows it.
std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

}  // namespace

std::string man_page_name(const CommandWords& command) {
  return path_text(command, "-") + ".1";
}

std::string man_page(const CommandWords& command, const std::string& version,
                     const Console& console) {
  Page page;
  page.line(".TH " + plain(path_text(command, "-")) + " 1 \"\" \"veil " + version + "\" \"" +
            plain(console.phrase("Veilstore manual")) + "\"");
  page.line(".ad l");  // a line of Chinese has hardly a blank to be stretched
  page.section(std::string(console.phrase("NAME")));
  page.line(plain(path_text(command, "-")) + " \\- " + flowing(first_line(command.about)));
  page.section(std::string(console.phrase("SYNOPSIS")));
  page.line(synopsis(command, console));
  page.section(std::string(console.phrase("DESCRIPTION")));
  page.prose(command.about);
  if (!command.commands.empty()) {
    page.section(std::string(console.phrase("COMMANDS")));
    for (const CommandWords& one : command.commands) {
      page.line(".TP\n\\fB" + plain(path_text(one, "-")) + "\\fR(1)");
      page.line(flowing(one.about));
    }
  }
  if (!command.positionals.empty() || !command.options.empty()) {
    page.section(std::string(console.phrase("OPTIONS")));
    for (const OptionWords& positional : command.positionals) page.item(positional, console);
    for (const OptionWords& option : command.options) page.item(option, console);
  }
  if (!command.footer.empty()) {
    page.section(std::string(console.phrase("NOTES")));
    page.prose(command.footer);
  }
  if (command.path.size() > 1) {
    page.section(std::string(console.phrase("SEE ALSO")));
    page.line("\\fB" + plain(command.path.front()) + "\\fR(1)");
  }
  return page.take();
}

}  // namespace veil::tools
