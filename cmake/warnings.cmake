# Warnings and sanitizers for our own targets. Asserts stay on in every build.
add_library(veil_warnings INTERFACE)
target_compile_options(veil_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor
                                               -Woverloaded-virtual -Wnull-dereference)
if(VEIL_WERROR)
  target_compile_options(veil_warnings INTERFACE -Werror)
endif()
add_compile_options(-UNDEBUG)
