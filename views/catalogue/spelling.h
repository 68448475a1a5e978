// How far two words are apart, for "did you mean". Pure functions. Any thread may call them.
#pragma once

#include <string_view>

namespace manual {

// Returns the number of letters to add, remove, replace, or swap with their neighbour to get from
// `a` to `b`, or `limit` + 1 if it is more than `limit`. Compares bytes.
int edit_distance(std::string_view a, std::string_view b, int limit);

// The most errors that a word of this length is expected to have.
int most_errors(std::size_t length);

}  // namespace manual
