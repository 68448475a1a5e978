// Values for the attribute `id` that no element of a page has yet. One thread at a time may use an
// object.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>

#include "formatting/html_tree.h"

namespace manual {

class UniqueIds {
public:
    explicit UniqueIds(HtmlTree& tree);  // the ids of the tree are taken

    // Returns `wanted`, or "wanted~2" if it is taken, and so on. From then on it is taken.
    std::string take(const std::string& wanted);

private:
    std::set<std::string, std::less<>> taken_;
    std::map<std::string, std::size_t> numbers_;
};

}  // namespace manual
