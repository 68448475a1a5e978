#include <aspic/http/local_path.h>

#include <algorithm>
#include <cstddef>

namespace aspic {

namespace {

constexpr std::size_t longest_path = 2000;

// Browsers remove tabs and newlines, and read `\` as `/`.
bool is_plain(char c)
{
    return c > ' ' && c < 0x7F && c != '\\';
}

}  // namespace

std::string local_path(std::optional<std::string_view> typed, std::string_view otherwise)
{
    const bool is_local = typed && typed->starts_with('/') && !typed->starts_with("//") &&
                          typed->size() <= longest_path && std::ranges::all_of(*typed, is_plain);
    return std::string{is_local ? *typed : otherwise};
}

}  // namespace aspic
