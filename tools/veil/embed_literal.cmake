# embed_literal(VAR PATH): the file as a C++ string_view of escaped bytes, one literal a slice, so that no line is
# longer than compilers like.
function(embed_literal var path)
  file(READ ${path} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" escaped "${hex}")
  string(LENGTH "${hex}" digits)
  math(EXPR size "${digits} / 2")
  set(byte "(\\\\x[0-9a-f][0-9a-f])")
  string(REGEX REPLACE "(${byte}${byte}?${byte}?${byte}?${byte}?${byte}?${byte}?${byte}?)" "    \"\\1\"\n" sliced "${escaped}")
  set(${var} "std::string_view(\n${sliced}    , ${size})" PARENT_SCOPE)
endfunction()
