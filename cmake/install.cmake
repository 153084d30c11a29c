# cmake --install, for find_package(agon).
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_DATADIR}/cmake/agon)
configure_package_config_file(
  ${CMAKE_CURRENT_LIST_DIR}/agonConfig.cmake.in ${PROJECT_BINARY_DIR}/agonConfig.cmake
  INSTALL_DESTINATION ${package_dir}
  PATH_VARS CMAKE_INSTALL_INCLUDEDIR)
write_basic_package_version_file(
  ${PROJECT_BINARY_DIR}/agonConfigVersion.cmake COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(DIRECTORY include/agon DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(FILES
  ${PROJECT_BINARY_DIR}/agonConfig.cmake ${PROJECT_BINARY_DIR}/agonConfigVersion.cmake
  cmake/targets.cmake cmake/Findstb.cmake
  DESTINATION ${package_dir})
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/licenses/agon)
