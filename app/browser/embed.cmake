# cmake -D OUTPUT=browser_files.cpp -D RELOAD=reload.js -P embed.cmake -- FILE... Writes a source
# file that defines aspic::browser_files(): the names and the bytes of the files, and
# aspic::reload_script().
set(entries)
set(is_file FALSE)
math(EXPR last "${CMAKE_ARGC} - 1")
foreach(number RANGE ${last})
  set(argument "${CMAKE_ARGV${number}}")
  if(is_file)
    get_filename_component(name "${argument}" NAME)
    file(SIZE "${argument}" size)
    file(READ "${argument}" bytes HEX)
    string(REGEX REPLACE "(..)" "\\\\x\\1" bytes "${bytes}")
    string(APPEND entries "    {\"aspic/${name}\",\n     {\"${bytes}\", ${size}}},\n")
  elseif(argument STREQUAL "--")
    set(is_file TRUE)
  endif()
endforeach()
file(SIZE "${RELOAD}" reload_size)
file(READ "${RELOAD}" reload HEX)
string(REGEX REPLACE "(..)" "\\\\x\\1" reload "${reload}")
file(WRITE "${OUTPUT}" "// Made by app/browser/embed.cmake.
#include <aspic/rendering/browser_files.h>

namespace aspic {

namespace {

constexpr BrowserFile files[] = {
${entries}};

}  // namespace

std::span<const BrowserFile> browser_files()
{
    return files;
}

std::string_view reload_script()
{
    return {\"${reload}\", ${reload_size}};
}

}  // namespace aspic
")
