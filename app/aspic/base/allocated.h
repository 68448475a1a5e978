#pragma once
// How much memory a value takes in fact: what the allocator of glibc takes for it, with the word
// before each allocation. Pure functions.

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace aspic {

/// The memory of one allocation of so many bytes; 0 for none.
constexpr std::size_t allocated(std::size_t bytes)
{
    constexpr std::size_t word = 8;
    constexpr std::size_t step = 16;
    constexpr std::size_t least = 32;
    if (bytes == 0) return 0;
    return std::max(least, (bytes + word + step - 1) / step * step);
}

/// Beside the string object itself: nothing if the text is in it.
inline std::size_t allocated_by(const std::string& text)
{
    static const std::size_t inside = std::string{}.capacity();
    return text.capacity() <= inside ? 0 : allocated(text.capacity() + 1);
}

/// Beside the vector object, and without what its elements have allocated.
template <class Element>
std::size_t allocated_by(const std::vector<Element>& elements)
{
    return allocated(elements.capacity() * sizeof(Element));
}

}  // namespace aspic
