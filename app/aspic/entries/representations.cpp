#include <aspic/entries/representations.h>

#include <algorithm>

#include <aspic/base/allocated.h>

namespace aspic {

namespace {

constexpr std::string_view before_tag = "ETag: ";
constexpr std::string_view after_tag = "\r\n";

}  // namespace

std::string_view Representation::tag_line() const
{
    const std::string_view all = fields;
    const std::size_t line = before_tag.size() + etag.size() + after_tag.size();
    return all.substr(all.size() - std::min(all.size(), line));
}

void Representation::refer_to_tag()
{
    if (!etag.empty()) etag.refer_to(tag_line().substr(before_tag.size(), etag.size()));
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
