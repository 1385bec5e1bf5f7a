# `cmake --install` puts the rooms, their public headers and the `veil` command in place; other projects then say
# find_package(veilstore) and link veil::store. tests/install proves that this is enough.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

install(TARGETS veil_crypto veil_redact veil_store EXPORT veilstore
        FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/veilstore)
if(TARGET veil)
  install(TARGETS veil)
endif()

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/veilstore)
install(EXPORT veilstore NAMESPACE veil:: FILE veilstoreTargets.cmake DESTINATION ${package_dir})
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/veilstoreConfig.cmake.in
  ${PROJECT_BINARY_DIR}/veilstoreConfig.cmake INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/veilstoreConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/veilstoreConfig.cmake ${PROJECT_BINARY_DIR}/veilstoreConfigVersion.cmake
        DESTINATION ${package_dir})
