#include <aspic/entries/representations.h>

#include <algorithm>

#include <aspic/base/allocated.h>

namespace aspic {

std::string_view Representation::tag_line() const
{
    constexpr std::string_view around = "ETag: \r\n";
    const std::string_view all = fields;
    return all.substr(all.size() - std::min(all.size(), etag.size() + around.size()));
}

void Representation::take(std::string_view whole)
{
    body = whole;
    size = static_cast<std::uint32_t>(whole.size());  // a text has less than 4 GiB
}

const Representation& Representations::operator[](ContentCoding coding) const
{
    static const Representation none;
    const auto found = std::ranges::find(copies_, coding, &Representation::coding);
    return found == copies_.end() ? none : *found;
}

Representation& Representations::add(ContentCoding coding)
{
    const auto place = std::ranges::lower_bound(copies_, coding, {}, &Representation::coding);
    if (place != copies_.end() && place->coding == coding) return *place;
    Representation& added = *copies_.emplace(place);
    added.coding = coding;
    return added;
}

std::size_t Representations::own_size() const
{
    return allocated_by(copies_);
}

}  // namespace aspic
