# Writes OUT, a .cpp that holds the policy files of FOLDER as text: cmake -DFOLDER=... -DOUT=... -P embed.cmake
file(GLOB files ${FOLDER}/*.toml)
list(SORT files)
set(entries "")
foreach(path IN LISTS files)
  get_filename_component(name ${path} NAME_WE)
  file(READ ${path} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" escaped "${hex}")
  string(LENGTH "${hex}" digits)
  math(EXPR size "${digits} / 2")
  # One literal a slice, so that no line is longer than compilers like.
  string(REGEX REPLACE "((\\\\x[0-9a-f][0-9a-f])(\\\\x[0-9a-f][0-9a-f])?(\\\\x[0-9a-f][0-9a-f])?(\\\\x[0-9a-f][0-9a-f])?(\\\\x[0-9a-f][0-9a-f])?(\\\\x[0-9a-f][0-9a-f])?(\\\\x[0-9a-f][0-9a-f])?(\\\\x[0-9a-f][0-9a-f])?)"
         "    \"\\1\"\n" sliced "${escaped}")
  string(APPEND entries "    {\"${name}\", std::string_view(\n${sliced}    , ${size})},\n")
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
