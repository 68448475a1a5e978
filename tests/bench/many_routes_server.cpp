// A site of 200 routes, each with a template of its own, for tests/bench/footprint: how long it
// takes from the start to the first answer.

#include <aspic/aspic.h>

#include <cstddef>
#include <string>
#include <utility>

using namespace aspic;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t routes = 200;

/// "/section-007/<name>"
template <std::size_t number>
constexpr FixedString path_of = [] {
    FixedString path{"/section-000/<name>"};
    path.text[9] = static_cast<char>('0' + number / 100);
    path.text[10] = static_cast<char>('0' + number / 10 % 10);
    path.text[11] = static_cast<char>('0' + number % 10);
    return path;
}();

template <std::size_t number>
Page page(PublicRequest& /*request*/, std::string_view name)
{
    Page made{"page_" + std::to_string(number) + ".tpl"};
    made.set("NAME", name);
    return made;
}

template <std::size_t... numbers>
Site site_of(std::index_sequence<numbers...> /*routes*/)
{
    return Site{view<path_of<numbers>>(cache_page<1h>(page<numbers>))...};
}

}  // namespace

int main(int argc, char** argv)
{
    return run(argc, argv, site_of(std::make_index_sequence<routes>{}));
}
