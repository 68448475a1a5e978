# Lists what `cmake --install` installs: the public headers, the library, the files for
# find_package(aspic), aspic-new, and the configurations of the front ends and of systemd.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(aspic_cmake ${CMAKE_INSTALL_LIBDIR}/cmake/aspic)
set(aspic_data ${CMAKE_INSTALL_DATADIR}/aspic)

install(TARGETS aspic EXPORT aspic-targets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
  FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT aspic-targets NAMESPACE aspic:: DESTINATION ${aspic_cmake})

configure_package_config_file(aspic-config.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/aspic-config.cmake
  INSTALL_DESTINATION ${aspic_cmake} PATH_VARS aspic_data)
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/aspic-config-version.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/aspic-config.cmake
  ${CMAKE_CURRENT_BINARY_DIR}/aspic-config-version.cmake aspic-dependencies.cmake
  DESTINATION ${aspic_cmake})

# The CMakeLists.txt that makes another data folder also installs it, to
# ${CMAKE_INSTALL_DATADIR}/aspic/NAME.
set(deploy ${PROJECT_SOURCE_DIR}/deploy)
file(GLOB scripts CONFIGURE_DEPENDS ${deploy}/*.lua)
install(FILES ${scripts} ${deploy}/apache.conf ${deploy}/lighttpd.conf ${deploy}/nginx.conf
  ${deploy}/down.html ${deploy}/redis.conf ${deploy}/README.md
  DESTINATION ${aspic_data}/deploy)
install(DIRECTORY ${deploy}/systemd DESTINATION ${aspic_data}/deploy)

# aspic-new finds its skeleton, and deploy/, by a path from its own place.
file(RELATIVE_PATH aspic_new_data ${CMAKE_INSTALL_FULL_BINDIR}
  ${CMAKE_INSTALL_FULL_DATADIR}/aspic)
configure_file(new/aspic-new ${CMAKE_CURRENT_BINARY_DIR}/aspic-new @ONLY)
install(PROGRAMS ${CMAKE_CURRENT_BINARY_DIR}/aspic-new DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY new/skeleton DESTINATION ${aspic_data}
  PATTERN build EXCLUDE PATTERN data EXCLUDE)

install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
