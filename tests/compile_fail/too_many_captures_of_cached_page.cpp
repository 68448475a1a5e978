// view: the pattern and the function do not have the same number of captures
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

#ifdef WRONG
Page manual(PublicRequest& request, std::string_view section, std::string_view name);
#else
Page manual(PublicRequest& request, std::string_view section);
#endif

Route route()
{
    return view<"/man/<section>">(cache_page<1h>(manual));
}
