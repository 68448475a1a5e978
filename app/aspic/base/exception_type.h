#pragma once
// What was thrown, for log lines. Any thread.

#include <string>

namespace aspic {

/// The type of the exception that is being handled: "std::runtime_error"; of one that is not
/// derived from std::exception too: "int". Empty outside of a handler.
std::string type_of_exception();

/// What the exception that is being handled says: what(), or a sentence if it is not a
/// std::exception.
std::string text_of_exception();

}  // namespace aspic
