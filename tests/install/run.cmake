# Installs BUILD into a folder of its own, then configures, builds and runs the project CONSUMER against it.
set(place ${BUILD}/install_test)
file(REMOVE_RECURSE ${place})

function(step)
  execute_process(COMMAND ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

step(${CMAKE_COMMAND} --install ${BUILD} --prefix ${place}/prefix)
step(${CMAKE_COMMAND} -G Ninja -S ${CONSUMER} -B ${place}/build -DCMAKE_PREFIX_PATH=${place}/prefix
     -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_CXX_FLAGS=${FLAGS})
step(${CMAKE_COMMAND} --build ${place}/build)
file(MAKE_DIRECTORY ${place}/data)
step(${place}/build/consumer ${POLICY} ${place}/data)

# What the program says of itself is in place too.
foreach(path bin/veil share/man/man1/veil.1 share/man/man1/veil-log-show.1 share/man/zh_CN/man1/veil-get.1
        share/bash-completion/completions/veil share/zsh/site-functions/_veil
        share/fish/vendor_completions.d/veil.fish)
  file(SIZE ${place}/prefix/${path} size)
  if(size LESS 500)
    message(FATAL_ERROR "${path} is hardly there")
  endif()
endforeach()
