// A set of names that is written as one string, with spaces between them.
#pragma once

#include <string_view>
#include <unordered_set>

#include "base/text.h"

namespace manual {

using NameSet = std::unordered_set<std::string_view>;

// The set refers to the bytes of `list`.
inline NameSet names_in(std::string_view list)
{
    NameSet names;
    for (const std::string_view name : split(list, ' '))
        names.insert(name);
    return names;
}

}  // namespace manual
