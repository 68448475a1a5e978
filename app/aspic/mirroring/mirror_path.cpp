#include <aspic/mirroring/mirror_path.h>

#include <algorithm>
#include <array>
#include <cstddef>

#include <aspic/base/syntax.h>

namespace aspic {

namespace {

// Most file systems take 255 bytes for a name; the suffix needs some.
constexpr std::size_t longest_segment = 200;
constexpr std::size_t longest_path = 1000;
constexpr int most_directories = 20;  // above the file of one page

bool is_plain(char c)
{
    return syntax::is_letter(c) || syntax::is_digit(c) ||
           std::string_view{"._~+,:=-"}.find(c) != std::string_view::npos;
}

}  // namespace

std::optional<std::string> mirror_name(std::string_view path)
{
    if (!path.starts_with('/') || path.size() > longest_path) return {};
    path.remove_prefix(1);
    if (std::count(path.begin(), path.end(), '/') > most_directories) return {};
    for (std::string_view rest = path; !rest.empty();) {
        const std::string_view segment = syntax::take_until(rest, '/');
        if (segment.empty() || segment.front() == '.' || segment.size() > longest_segment ||
            !std::all_of(segment.begin(), segment.end(), is_plain))
            return {};
    }
    return std::string{path};
}

std::string_view mirror_suffix(ContentCoding coding)
{
    constexpr std::array<std::string_view, mirrored_coding_count> suffixes{"@identity", "@gzip",
                                                                           "@br"};
    return suffixes.at(static_cast<std::size_t>(coding));
}

}  // namespace aspic
