#include <aspic/http/local_path.h>

#include <algorithm>
#include <cstddef>

#include <aspic/http/site_url.h>
#include <aspic/http/target.h>

namespace aspic {

namespace {

constexpr std::size_t longest_path = 2000;

// Browsers remove tabs and newlines, and read `\` as `/`.
bool is_plain(char c)
{
    return c > ' ' && c < 0x7F && c != '\\';
}

// Browsers remove dot segments, which would lead out of the mount; Target takes none.
bool is_below_mount(std::string_view url)
{
    if (site_mount().empty()) return true;
    auto target = Target::parse(url);
    return target && target->remove_mount(site_mount());
}

}  // namespace

std::string local_path(std::optional<std::string_view> typed, std::string_view otherwise)
{
    const bool is_local = typed && typed->starts_with('/') && !typed->starts_with("//") &&
                          typed->size() <= longest_path && std::ranges::all_of(*typed, is_plain);
    if (is_local && is_below_mount(*typed)) return std::string{*typed};
    return otherwise.empty() ? site_url("/") : std::string{otherwise};
}

}  // namespace aspic
