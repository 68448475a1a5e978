#pragma once
// The text of an exception, for tests that look at parts of it.

#include <doctest/doctest.h>

#include <string>

namespace support {

template <class Error, class Act>
std::string message_of(Act act)
{
    try {
        act();
    } catch (const Error& error) {
        return error.what();
    }
    FAIL("nothing was thrown");
    return "";
}

inline bool contains(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

}  // namespace support
