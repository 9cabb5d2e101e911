# cmake --install: the program, the libraries with their headers, the catalogue of scenarios, and what
# find_package(whitewater) needs. Headers keep their paths: #include "simnet/world.hpp".
include(CMakePackageConfigHelpers)

get_property(whitewater_libraries GLOBAL PROPERTY WHITEWATER_LIBRARIES)
install(TARGETS ${whitewater_libraries}
  EXPORT whitewaterTargets
  ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}"
  FILE_SET HEADERS DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/whitewater"
  FILE_SET proven DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/whitewater")
install(EXPORT whitewaterTargets
  NAMESPACE whitewater::
  DESTINATION "${CMAKE_INSTALL_LIBDIR}/cmake/whitewater")

file(WRITE "${PROJECT_BINARY_DIR}/whitewaterConfig.cmake"
  "include(CMakeFindDependencyMacro)
find_dependency(Threads)
include(\"\${CMAKE_CURRENT_LIST_DIR}/whitewaterTargets.cmake\")\n")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/whitewaterConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/whitewaterConfig.cmake" "${PROJECT_BINARY_DIR}/whitewaterConfigVersion.cmake"
  DESTINATION "${CMAKE_INSTALL_LIBDIR}/cmake/whitewater")

if(TARGET whitewater)
  install(TARGETS whitewater RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
endif()
if(TARGET whitewater-replica)
  install(TARGETS whitewater-replica RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
  install(FILES "$<TARGET_FILE_DIR:whitewater-replica>/3700kvstore" DESTINATION "${CMAKE_INSTALL_BINDIR}")
endif()
install(DIRECTORY scenarios/course scenarios/known-bugs DESTINATION "${CMAKE_INSTALL_DATADIR}/whitewater/scenarios" FILES_MATCHING PATTERN "*.json")
