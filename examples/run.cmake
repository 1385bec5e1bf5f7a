# The first steps of README.md by the command VEIL in a new FOLDER, then the program EXAMPLE on what they made.
file(REMOVE_RECURSE ${FOLDER})
file(MAKE_DIRECTORY ${FOLDER})
file(WRITE ${FOLDER}/pass "correct horse battery staple\n")

# run(OUT COMMAND...): what the command printed.
function(run out)
  execute_process(COMMAND ${ARGN} WORKING_DIRECTORY ${FOLDER} OUTPUT_VARIABLE printed INPUT_FILE ${FOLDER}/pass
                  OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  set(${out} "${printed}" PARENT_SCOPE)
endfunction()

set(store --store cases --host-key host.key)
set(zhou --identity zhou.age --passphrase-file pass)
run(line ${VEIL} identity new zhou.age --passphrase-file pass --work-factor 10)
run(lin ${VEIL} identity new lin.age --passphrase-file pass --work-factor 10)
run(id ${VEIL} init --policy demo --name 周敏 --role intake --role supervisor ${store} ${zhou})
run(number ${VEIL} person add 林静 ${lin} --role caseworker ${store} ${zhou})
run(record ${VEIL} new person.name=欧阳桂兰 person.birth_date=1989-07-02 case.assigned=林静 --role intake ${store} ${zhou})

run(shown ${EXAMPLE} cases host.key lin.age ${record})
foreach(line "person.name\tveiled\t欧阳某" "case.assigned\tfull\t林静" "person.current_address\twithheld\twithheld")
  string(FIND "\n${shown}\n" "\n${line}\n" at)
  if(at EQUAL -1)
    message(FATAL_ERROR "the example did not print '${line}' but:\n${shown}")
  endif()
endforeach()

run(report ${VEIL} log verify --store cases)
run(report ${VEIL} check ${store})
