# Writes OUT, a .cpp that holds the policy files of FOLDER as text: cmake -DFOLDER=... -DOUT=... -P embed.cmake
include(${CMAKE_CURRENT_LIST_DIR}/embed_literal.cmake)
file(GLOB files ${FOLDER}/*.toml)
list(SORT files)
set(entries "")
foreach(path IN LISTS files)
  get_filename_component(name ${path} NAME_WE)
  embed_literal(text ${path})
  string(APPEND entries "    {\"${name}\", ${text}},\n")
endforeach()
file(WRITE ${OUT} "#include \"tools/veil/policy_template.h\"

namespace veil::tools {
namespace {
constexpr PolicyTemplate kTemplates[] = {
${entries}};
}  // namespace

std::span<const PolicyTemplate> policy_templates() noexcept {
  return kTemplates;
}

}  // namespace veil::tools
")
