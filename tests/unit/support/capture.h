#pragma once
// CAPTURE for structured bindings too, also with clang before version 16, which lets no lambda use
// them. Unlike doctest's own CAPTURE, this one writes the value at once, and not when a check
// fails.

#include <ostream>

#include <doctest/doctest.h>

#undef CAPTURE
#define CAPTURE(value)                                                          \
    const auto DOCTEST_ANONYMOUS(captured) = doctest::detail::MakeContextScope( \
        [shown = doctest::toString(value)](std::ostream* out) { *out << #value " := " << shown; })
