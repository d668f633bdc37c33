# The two WebAssembly modules: backflow_core without and backflow_page with the user interface.

# backflow_module(TARGET OUTPUT_NAME LEVEL): an ES module whose factory gives the plain exported C functions; LEVEL is
# that of the whole program's optimiser.
function(backflow_module target name level)
  set_target_properties(${target} PROPERTIES
    OUTPUT_NAME ${name} SUFFIX .mjs RUNTIME_OUTPUT_DIRECTORY "${BACKFLOW_DIST}")
  backflow_warnings(${target})
  target_compile_options(${target} PRIVATE ${BACKFLOW_OPTIMIZE_SIZE})
  # The same inline function of Eigen may be compiled for speed in nn and for size in ui; the linker keeps the
  # first that it sees, so nn and lab come first.
  target_link_options(${target} PRIVATE
    "SHELL:-Wl,--whole-archive $<TARGET_FILE:backflow_nn> $<TARGET_FILE:backflow_lab> -Wl,--no-whole-archive"
    $<$<CONFIG:Release>:${level}>
    "$<$<CONFIG:Debug>:SHELL:-O1 -g -sASSERTIONS=2 -sSTACK_OVERFLOW_CHECK=2 -sSAFE_HEAP=1 -sINITIAL_MEMORY=128MB>"  # growth is reported on the console
    -sMODULARIZE=1 -sEXPORT_ES6=1 -sFILESYSTEM=0 -sDYNAMIC_EXECUTION=0
    -sALLOW_MEMORY_GROWTH=1 -sSTACK_SIZE=1MB  # Eigen's products overflow the default 64 KB
    -sEXPORTED_RUNTIME_METHODS=UTF8ToString,stringToNewUTF8,HEAPU8
  )
  add_dependencies(${target} backflow_nn backflow_lab)
endfunction()

add_executable(backflow_core core_main.cpp)
target_link_libraries(backflow_core PRIVATE backflow_api)
backflow_module(backflow_core backflow-core-wasm -O3)
target_link_options(backflow_core PRIVATE --no-entry -sENVIRONMENT=web,worker,node
  -sEXPORTED_FUNCTIONS=_malloc,_free)

add_executable(backflow_page
  main.cpp page.cpp page_data.cpp page_embed.cpp page_events.cpp page_graphics.cpp page_language.cpp page_lessons.cpp
  page_link.cpp page_methods.cpp page_touch.cpp page_training.cpp)
target_link_libraries(backflow_page PRIVATE backflow_ui backflow_api)
backflow_module(backflow_page backflow-app -Oz)
target_link_options(backflow_page PRIVATE -sENVIRONMENT=web
  -sEXPORTED_FUNCTIONS=_main,_malloc,_free -sMIN_WEBGL_VERSION=2 -sMAX_WEBGL_VERSION=2
  $<$<CONFIG:Release>:-sBINARYEN_EXTRA_PASSES=--converge>)  # a kilobyte less to download

# What the first view does not run is a module of its own, loaded after the first frame.
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  set(whole "${CMAKE_BINARY_DIR}/whole")
  set_target_properties(backflow_page PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${whole}")
  target_link_options(backflow_page PRIVATE --emit-symbol-map)
  execute_process(COMMAND "${EMSCRIPTEN_ROOT_PATH}/em-config" BINARYEN_ROOT
    OUTPUT_VARIABLE binaryen OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  set(split "${CMAKE_CURRENT_SOURCE_DIR}/split.py")
  set(names "${CMAKE_CURRENT_SOURCE_DIR}/first_view.txt")
  set(page_module "${BACKFLOW_DIST}/backflow-app.mjs" "${BACKFLOW_DIST}/backflow-app.wasm"
    "${BACKFLOW_DIST}/backflow-later.wasm")
  add_custom_command(
    OUTPUT ${page_module}
    COMMAND ${CMAKE_COMMAND} -E make_directory "${BACKFLOW_DIST}"
    COMMAND ${CMAKE_COMMAND} -E copy "${whole}/backflow-app.mjs" "${BACKFLOW_DIST}"
    COMMAND "${BACKFLOW_PYTHON}" "${split}" split "${whole}/backflow-app.wasm" "${BACKFLOW_DIST}/backflow-app.wasm"
      "${BACKFLOW_DIST}/backflow-later.wasm" "${names}" "${binaryen}/bin"
    DEPENDS backflow_page "${split}" "${names}"
    COMMENT "Splitting the page's module"
    VERBATIM)
  add_custom_target(backflow_split DEPENDS ${page_module})
endif()
