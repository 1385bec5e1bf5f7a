# Writes OUT, a .cpp that holds the phrases of FILE: cmake -DFILE=... -DOUT=... -P embed_phrases.cmake
include(${CMAKE_CURRENT_LIST_DIR}/embed_literal.cmake)
embed_literal(text ${FILE})
file(WRITE ${OUT} "#include \"tools/veil/phrases.h\"

namespace veil::tools {

std::string_view chinese_po() noexcept {
  static constexpr std::string_view kPo = ${text};
  return kPo;
}

}  // namespace veil::tools
")
