# The program EXAMPLE on a letter.
file(WRITE ${FOLDER}/letter.txt "桂兰姐的手机是138-0013-8000，小禾发烧，小满没事。\n")
execute_process(COMMAND ${EXAMPLE} INPUT_FILE ${FOLDER}/letter.txt OUTPUT_VARIABLE printed ERROR_VARIABLE explained
                COMMAND_ERROR_IS_FATAL ANY)
if(NOT printed STREQUAL "【女方】的手机是【电话】，【孩子2】发烧，【孩子1】没事。\n")
  message(FATAL_ERROR "the example printed:\n${printed}")
endif()
if(NOT explained MATCHES "PERSON, known part")
  message(FATAL_ERROR "the example said:\n${explained}")
endif()
