#include "catalogue/spelling.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace manual {

namespace {

constexpr std::size_t longest = 48;
using Row = std::array<int, longest + 1>;

}  // namespace

int edit_distance(std::string_view a, std::string_view b, int limit)
{
    const auto difference = std::abs(std::ssize(a) - std::ssize(b));
    if (difference > limit || a.size() > longest || b.size() > longest) return limit + 1;
    Row before_last{};
    Row last{};
    Row row{};
    for (std::size_t j = 0; j <= b.size(); ++j)
        last[j] = static_cast<int>(j);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = static_cast<int>(i);
        int least = row[0];
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const int replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before_last[j - 2] + 1);
            least = std::min(least, row[j]);
        }
        if (least > limit) return limit + 1;
        before_last = last;
        last = row;
    }
    return std::min(last[b.size()], limit + 1);
}

int most_errors(std::size_t length)
{
    if (length < 2) return 0;
    return length < 6 ? 1 : 2;
}

}  // namespace manual
