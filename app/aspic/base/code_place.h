#pragma once
// A line of a source file, as the compiler knows it. A value.
//
//     explicit NotFound(const std::string& explanation, CodePlace thrown = CodePlace::here())

#include <string>

namespace aspic {

struct CodePlace {
    const char* file = "";
    int line = 0;

    /// As a default argument: the place of the call. (std::source_location does the same, but not
    /// with every compiler and library that we build with.)
    static constexpr CodePlace here(const char* file = __builtin_FILE(),
                                    int line = __builtin_LINE())
    {
        return {file, line};
    }
};

/// "views/notes.cpp:12"; empty if the place is not known.
inline std::string to_text(const CodePlace& place)
{
    return place.line == 0 ? std::string{}
                           : std::string{place.file} + ':' + std::to_string(place.line);
}

}  // namespace aspic
