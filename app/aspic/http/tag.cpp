#include <aspic/http/tag.h>

#include <aspic/http/percent.h>

namespace aspic::detail {

std::string join_tag(const std::vector<TagPart>& parts)
{
    std::string tag;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) tag += ':';
        tag += percent_encode(parts[i].text());
    }
    return tag;
}

}  // namespace aspic::detail
