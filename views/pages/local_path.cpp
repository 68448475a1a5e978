#include "pages/local_path.h"

#include <algorithm>

namespace manual {

namespace {

constexpr std::size_t longest_path = 2000;

// Browsers remove tabs and newlines, and read `\` as `/`.
bool is_plain(char c)
{
    return c > ' ' && c < 0x7F && c != '\\';
}

}  // namespace

std::string local_path(std::optional<std::string_view> typed)
{
    const std::string_view path = typed.value_or("/");
    const bool local = path.starts_with('/') && !path.starts_with("//") &&
                       path.size() <= longest_path &&
                       std::all_of(path.begin(), path.end(), is_plain);
    if (!local || path.starts_with("/account/") || path.starts_with("/_")) return "/";
    return std::string{path};
}

}  // namespace manual
