#include <aspic/mirroring/mirror_index.h>

#include <aspic/base/syntax.h>

namespace aspic {

bool MirrorIndex::may_add(const Page& page) const
{
    const auto found = by_small_name_.find(syntax::lower_case(page.name));
    return found == by_small_name_.end() || found->second == page.path;
}

std::vector<std::string> MirrorIndex::add(Page page)
{
    take(page.path);
    bytes_ += page.bytes;
    by_time_.emplace(page.expires, page.path);
    by_small_name_.emplace(syntax::lower_case(page.name), page.path);
    for (const std::string& tag : page.tags)
        by_tag_[tag].insert(page.path);
    const std::string path = page.path;
    by_path_.emplace(path, std::move(page));
    std::vector<std::string> names;
    while (by_path_.size() > limits_.pages || bytes_ > limits_.bytes)
        names.push_back(take(std::string{by_time_.begin()->second}));
    return names;
}

void MirrorIndex::remove(const std::string& path)
{
    take(path);
}

void MirrorIndex::clear()
{
    by_path_.clear();
    by_small_name_.clear();
    by_tag_.clear();
    by_time_.clear();
    bytes_ = 0;
}

std::vector<std::string> MirrorIndex::take_purged(const Purge& purge)
{
    std::vector<std::string> names;
    if (purge.what == Purge::What::path && by_path_.contains(purge.name))
        names.push_back(take(purge.name));
    const auto tagged = purge.what == Purge::What::tag ? by_tag_.find(purge.name) : by_tag_.end();
    if (tagged == by_tag_.end()) return names;
    // `take` changes the set.
    const std::vector<std::string> paths{tagged->second.begin(), tagged->second.end()};
    for (const std::string& path : paths)
        names.push_back(take(path));
    return names;
}

std::vector<std::string> MirrorIndex::take_expired(Time now)
{
    std::vector<std::string> names;
    while (!by_time_.empty() && by_time_.begin()->first <= now)
        names.push_back(take(std::string{by_time_.begin()->second}));
    return names;
}

// Returns the name; empty if there is no such page.
std::string MirrorIndex::take(const std::string& path)
{
    auto node = by_path_.extract(path);
    if (node.empty()) return {};
    Page& page = node.mapped();
    bytes_ -= page.bytes;
    by_time_.erase({page.expires, page.path});
    by_small_name_.erase(syntax::lower_case(page.name));
    for (const std::string& tag : page.tags) {
        const auto tagged = by_tag_.find(tag);
        if (tagged == by_tag_.end()) continue;  // the page has this tag twice
        tagged->second.erase(page.path);
        if (tagged->second.empty()) by_tag_.erase(tagged);
    }
    return std::move(page.name);
}

}  // namespace aspic
