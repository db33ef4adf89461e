# One interface target every target of ours links: the language level, warnings as errors, and the sanitizers of a preset.
add_library(atlas_options INTERFACE)
target_compile_features(atlas_options INTERFACE cxx_std_20)
target_compile_options(atlas_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wold-style-cast -Wnon-virtual-dtor
    -Woverloaded-virtual -Wimplicit-fallthrough -Werror
    # g++ 12 sees overlapping copies in std::string where there are none (GCC bug 105651).
    $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
    # Sources that are compiled together look like headers to it.
    $<$<AND:$<CXX_COMPILER_ID:GNU>,$<BOOL:$<TARGET_PROPERTY:UNITY_BUILD>>>:-Wno-subobject-linkage>)
target_include_directories(atlas_options INTERFACE ${PROJECT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/engine)
option(ATLAS_SANITIZE "Build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
if(ATLAS_SANITIZE)
    # Half the compiler's time of -O2 -g, names and lines in every report, and assertions on.
    set(CMAKE_CXX_FLAGS_SANITIZED "-O1 -g1")
    target_compile_options(atlas_options INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
        # With its checks woven in, g++ 12 takes parts of <regex> for uninitialised (GCC bug 105562).
        $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
    target_link_options(atlas_options INTERFACE -fsanitize=address,undefined)
endif()

# For loops over rows of cells, which are written to be vectorised: errno and floating-point traps, which nobody reads,
# would forbid it.
set(ATLAS_VECTORISED -fno-math-errno -fno-trapping-math $<$<CONFIG:Release>:-O3>)

# atlas_library(NAME sources...  LINKS targets...): a static library of one room, with our options.
function(atlas_library name)
    cmake_parse_arguments(ARG "" "" "LINKS;SOURCES" ${ARGN})
    add_library(${name} STATIC ${ARG_SOURCES} ${ARG_UNPARSED_ARGUMENTS})
    target_link_libraries(${name} PUBLIC atlas_options ${ARG_LINKS})
endfunction()
