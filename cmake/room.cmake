# veil_room(NAME): one library target for a room. Every .cpp below the folder belongs to it; public headers are
# named by the caller in a FILE_SET, so that what is installed is a decision.
function(veil_room name)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  add_library(veil_${name} ${sources})
  add_library(veil::${name} ALIAS veil_${name})
  set_target_properties(veil_${name} PROPERTIES EXPORT_NAME ${name})
  target_link_libraries(veil_${name} PRIVATE $<BUILD_INTERFACE:veil_warnings>)
endfunction()
