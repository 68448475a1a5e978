#pragma once
// Where two texts part, told so that a person finds the place. Pure functions.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace aspic {

struct Difference {
    std::size_t byte = 0;    // from 0
    std::size_t line = 1;    // from 1
    std::size_t column = 1;  // from 1, in bytes
    // What stands there in both, with a little of what is before and behind: quoted, control
    // characters escaped, "..." where more of the text is left out.
    std::string first;
    std::string second;
};

/// Nothing where they are the same.
std::optional<Difference> find_difference(std::string_view first, std::string_view second);

/// What stands around `size` bytes at `at`, as a Difference shows it.
std::string excerpt(std::string_view text, std::size_t at, std::size_t size);

}  // namespace aspic
