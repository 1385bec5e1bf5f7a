// `veil demo`: the main job in a temporary folder, told as it happens.
#include "tools/veil/demo/story.h"
#include "tools/veil/program.h"

namespace veil::tools {
namespace {

Done<> run(Program& program, const std::string& keep) {
  auto folder = demo::DemoFolder::make(keep);
  if (!folder) return stop(folder.error());
  return demo::tell(program.console, *folder, !keep.empty());
}

}  // namespace

void add_demo(CLI::App& app, Program& program) {
  CLI::App* command = add_command(app, program, "demo", "Show the main job with invented cases",
                                  "  veil demo\n"
                                  "  veil demo --lang zh\n"
                                  "  veil demo --keep try      leaves store, people and a README");
  auto keep = std::make_shared<std::string>();
  command->add_option("--keep", *keep, "Make it in this folder and leave it there")
      ->type_name("DIR");
  command->callback(
      [&program, keep] { program.chosen = [&program, keep] { return run(program, *keep); }; });
}

}  // namespace veil::tools
