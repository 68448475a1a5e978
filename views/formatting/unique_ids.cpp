#include "formatting/unique_ids.h"

#include <algorithm>

namespace manual {

UniqueIds::UniqueIds(HtmlTree& tree)
{
    for (const HtmlNode* node : tree.elements()) {
        if (!node->read().id.empty()) taken_.insert(node->read().id);
    }
}

std::string UniqueIds::take(const std::string& wanted)
{
    if (taken_.insert(wanted).second) return wanted;
    std::size_t& number = numbers_[wanted];
    for (number = std::max<std::size_t>(number, 1);;) {
        std::string next = wanted + "~" + std::to_string(++number);
        if (taken_.insert(next).second) return next;
    }
}

}  // namespace manual
