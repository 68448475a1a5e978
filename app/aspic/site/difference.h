#pragma once
// Finds the first difference between two texts, and shows it to people. Pure functions.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace aspic {

struct Difference {
    std::size_t byte = 0;    // from 0
    std::size_t line = 1;    // from 1
    std::size_t column = 1;  // from 1, in bytes
    // The text at that place in both, with some text before and after it: quoted, with control
    // characters escaped, and "..." for text that is left out.
    std::string first;
    std::string second;
};

/// Returns nothing if the texts are equal.
std::optional<Difference> find_difference(std::string_view first, std::string_view second);

/// Returns `size` bytes at `at` and some text around them, in the form of Difference::first.
std::string excerpt(std::string_view text, std::size_t at, std::size_t size);

}  // namespace aspic
