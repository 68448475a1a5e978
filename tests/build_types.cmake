# The build types of this repository: those of CMake, and four for development: Dev (assertions, no
# optimisation), Asan (address and undefined-behaviour sanitizers), Tsan (thread sanitizer) and Fuzz
# (libFuzzer, which needs clang).
set(build_types Release Debug RelWithDebInfo MinSizeRel Dev Asan Tsan Fuzz)
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release)
elseif(CMAKE_BUILD_TYPE AND NOT CMAKE_BUILD_TYPE IN_LIST build_types)
  list(JOIN build_types ", " choices)
  message(FATAL_ERROR "CMAKE_BUILD_TYPE is '${CMAKE_BUILD_TYPE}'; it must be one of ${choices}")
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1 -D_FORTIFY_SOURCE=2 -fstack-protector-strong")
set(CMAKE_CXX_FLAGS_DEV "-O0 -g1 -D_GLIBCXX_ASSERTIONS")
# The presets build Asan and Tsan with clang, which takes half the time of g++ for the first one.
set(CMAKE_CXX_FLAGS_ASAN "-O0 -g1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all")
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  # With these checks, g++ 12 does not accept the address of a literal as a constant.
  string(APPEND CMAKE_CXX_FLAGS_ASAN " -fno-sanitize=null,returns-nonnull-attribute,nonnull-attribute")
endif()
set(CMAKE_CXX_FLAGS_TSAN "-O0 -g1 -fno-omit-frame-pointer -fsanitize=thread")
set(CMAKE_CXX_FLAGS_FUZZ "-O1 -g1 -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all")
