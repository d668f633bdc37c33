# Third-party code as targets. It is unpacked by `./backflow setup`; nothing of it is in the repository. Imported
# targets, so that their headers count as system headers and raise no warnings of ours.

add_library(eigen INTERFACE IMPORTED GLOBAL)
target_include_directories(eigen INTERFACE "${BACKFLOW_DEPS}/eigen/usr/include/eigen3")
# In Debug builds tests can forbid Eigen to allocate.
target_compile_definitions(eigen INTERFACE EIGEN_MPL2_ONLY EIGEN_DONT_PARALLELIZE
  $<$<CONFIG:Debug>:EIGEN_RUNTIME_NO_MALLOC>)

add_library(json INTERFACE IMPORTED GLOBAL)
target_include_directories(json INTERFACE "${BACKFLOW_DEPS}/json/usr/include")

add_library(doctest INTERFACE IMPORTED GLOBAL)
target_include_directories(doctest INTERFACE
  "${BACKFLOW_DEPS}/doctest/usr/include" "${BACKFLOW_DEPS}/doctest/usr/include/doctest")
# Without exceptions a failed REQUIRE does not leave the test case.
target_compile_definitions(doctest INTERFACE DOCTEST_CONFIG_NO_EXCEPTIONS_BUT_WITH_ALL_ASSERTS)

# Dear ImGui without its demo window. Natively only the core, for tests of what needs no window.
set(imgui "${BACKFLOW_DEPS}/imgui")
add_library(imgui_objects STATIC
  "${imgui}/imgui.cpp" "${imgui}/imgui_draw.cpp" "${imgui}/imgui_tables.cpp" "${imgui}/imgui_widgets.cpp"
  "${imgui}/misc/cpp/imgui_stdlib.cpp")
target_include_directories(imgui_objects SYSTEM PUBLIC "${imgui}" "${imgui}/backends" "${imgui}/misc/cpp")
target_compile_definitions(imgui_objects PUBLIC
  IMGUI_USE_WCHAR32 "ImDrawIdx=unsigned int" IMGUI_DISABLE_OBSOLETE_FUNCTIONS IMGUI_DISABLE_DEMO_WINDOWS IMGUI_DISABLE_DEBUG_TOOLS)
target_compile_options(imgui_objects PRIVATE -w ${BACKFLOW_OPTIMIZE_SIZE})
add_library(imgui ALIAS imgui_objects)

if(EMSCRIPTEN)
  add_library(sdl2 INTERFACE IMPORTED GLOBAL)
  target_include_directories(sdl2 INTERFACE "${BACKFLOW_DEPS}/sdl/include" "${BACKFLOW_DEPS}/sdl/include/SDL2")
  target_link_libraries(sdl2 INTERFACE "${BACKFLOW_DEPS}/sdl/lib/libSDL2.a")

  target_sources(imgui_objects PRIVATE
    "${imgui}/backends/imgui_impl_sdl2.cpp" "${imgui}/backends/imgui_impl_opengl3.cpp")
  set_source_files_properties("${imgui}/backends/imgui_impl_opengl3.cpp" PROPERTIES
    COMPILE_OPTIONS "-include;${CMAKE_CURRENT_SOURCE_DIR}/src/gl/known_gl_state.h"
    OBJECT_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/src/gl/known_gl_state.h")
  target_compile_definitions(imgui_objects PUBLIC IMGUI_IMPL_OPENGL_ES3)
  target_link_libraries(imgui_objects PUBLIC sdl2)
endif()
