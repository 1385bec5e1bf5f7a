# `cmake --install` puts the rooms, their public headers and the `veil` command in place; other projects then say
# find_package(veilstore) and link veil::store. tests/install proves that this is enough.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

install(TARGETS veil_crypto veil_redact veil_store EXPORT veilstore
        FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/veilstore)
if(TARGET veil)
  install(TARGETS veil)
  # Manual pages and completion scripts are what the program says of itself.
  if(NOT CMAKE_CROSSCOMPILING)
    install(CODE "
      set(share \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_DATADIR}\")
      set(man \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_MANDIR}\")
      execute_process(COMMAND $<TARGET_FILE:veil> man --lang en \${man}/man1 COMMAND_ERROR_IS_FATAL ANY)
      execute_process(COMMAND $<TARGET_FILE:veil> man --lang zh \${man}/zh_CN/man1 COMMAND_ERROR_IS_FATAL ANY)
      foreach(place bash:bash-completion/completions/veil zsh:zsh/site-functions/_veil fish:fish/vendor_completions.d/veil.fish)
        string(REGEX REPLACE \":.*\" \"\" shell \${place})
        string(REGEX REPLACE \".*:\" \"\" path \${place})
        cmake_path(GET path PARENT_PATH folder)
        file(MAKE_DIRECTORY \${share}/\${folder})
        execute_process(COMMAND $<TARGET_FILE:veil> completion \${shell} OUTPUT_FILE \${share}/\${path} COMMAND_ERROR_IS_FATAL ANY)
      endforeach()
    ")
  endif()
endif()

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/veilstore)
install(EXPORT veilstore NAMESPACE veil:: FILE veilstoreTargets.cmake DESTINATION ${package_dir})
set(with_hyperscan OFF)
if(TARGET PkgConfig::hyperscan)
  set(with_hyperscan ON)
endif()
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/veilstoreConfig.cmake.in
  ${PROJECT_BINARY_DIR}/veilstoreConfig.cmake INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/veilstoreConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/veilstoreConfig.cmake ${PROJECT_BINARY_DIR}/veilstoreConfigVersion.cmake
        DESTINATION ${package_dir})
