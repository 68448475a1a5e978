#include <aspic/rendering/near_name.h>

#include <algorithm>
#include <vector>

namespace aspic {

namespace {

// The optimal string alignment distance.
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::vector<std::size_t>> to(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) {
        for (std::size_t j = 0; j <= b.size(); ++j) {
            if (i == 0 || j == 0) {
                to[i][j] = i + j;
                continue;
            }
            const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
            to[i][j] = std::min({to[i - 1][j] + 1, to[i][j - 1] + 1, to[i - 1][j - 1] + change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                to[i][j] = std::min(to[i][j], to[i - 2][j - 2] + 1);
        }
    }
    return to[a.size()][b.size()];
}

}  // namespace

std::string near_name(std::string_view name, std::span<const std::string> names)
{
    constexpr std::size_t longest = 100;
    if (name.size() > longest) return "";
    std::string nearest;
    std::size_t best = name.size() / 3 + 1;
    for (const std::string& one : names) {
        if (one.size() > longest) continue;
        if (const std::size_t now = distance(name, one); now < best) {
            best = now;
            nearest = one;
        }
    }
    return nearest;
}

}  // namespace aspic
