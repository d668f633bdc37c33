# Compiler and linker options, in one place for all of our targets.

# Speed where numbers are crunched; elsewhere size, which is a reader's time before the first picture. Debug keeps its
# own flags.
set(BACKFLOW_OPTIMIZE_SPEED $<$<CONFIG:Release>:-O3>)
set(BACKFLOW_OPTIMIZE_SIZE $<$<CONFIG:Release>:-Oz>)

# What every translation unit needs, third-party code included: the two halves must agree on these.
add_compile_options(-fno-exceptions $<$<COMPILE_LANGUAGE:CXX>:-fno-rtti> -fcolor-diagnostics)
if(EMSCRIPTEN)
  add_compile_options(-msimd128)
  # A debug page is unusable at -O0.
  set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g")
else()
  add_link_options(-fuse-ld=lld)
  set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g -fno-omit-frame-pointer -D_GLIBCXX_ASSERTIONS")
endif()
if(BACKFLOW_SANITIZERS)
  add_compile_options(-fsanitize=${BACKFLOW_SANITIZERS} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${BACKFLOW_SANITIZERS})
endif()

if(BACKFLOW_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# backflow_warnings(TARGET): warnings are errors, in our own code only. Settings are built with designated
# initialisers that name what differs from the defaults, so leaving a field out is not a fault.
function(backflow_warnings target)
  target_compile_options(${target} PRIVATE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
    -Wno-missing-designated-field-initializers -Werror)
  if(EMSCRIPTEN)
    target_compile_options(${target} PRIVATE -Wno-dollar-in-identifier-extension)  # $0 in EM_ASM
  endif()
endfunction()

# backflow_library(NAME SPEED|SIZE SOURCES file... DEPENDS target...): a folder of src. Its own folder is its
# only include directory, and only what it depends on is added to that: an upward include does not compile.
function(backflow_library name optimize)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "SOURCES;DEPENDS")
  if(NOT arg_SOURCES)
    add_library(${name} INTERFACE)
    target_include_directories(${name} INTERFACE "${CMAKE_CURRENT_SOURCE_DIR}")
    target_link_libraries(${name} INTERFACE ${arg_DEPENDS})
    return()
  endif()
  add_library(${name} STATIC ${arg_SOURCES})
  target_include_directories(${name} PUBLIC "${CMAKE_CURRENT_SOURCE_DIR}")
  target_link_libraries(${name} PUBLIC ${arg_DEPENDS})
  # No error numbers from square roots and logarithms (they hinder vectorisation), no fused operations
  # (results would differ between processors).
  target_compile_options(${name} PRIVATE ${BACKFLOW_OPTIMIZE_${optimize}} -fno-math-errno -ffp-contract=off)
  backflow_warnings(${name})
endfunction()
