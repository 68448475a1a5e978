#pragma once
// What was thrown, for log lines. Any thread.

#include <string>

namespace aspic {

/// The type of the exception that is being handled: "std::runtime_error"; of one that is not
/// derived from std::exception too: "int"; of one from std::throw_with_nested, the type that it was
/// given. Empty outside of a handler.
std::string type_of_exception();

/// What the exception that is being handled says: what(), cut if it is very long, or a sentence if
/// it is not a std::exception.
std::string text_of_exception();

/// The same with its causes (std::nested_exception), up to eight:
/// "the notes cannot be read; because of std::system_error: Permission denied".
std::string text_of_exception_and_causes();

}  // namespace aspic
