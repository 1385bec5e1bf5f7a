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
