// view: the pattern and the function do not have the same number of captures
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

#ifdef WRONG
Page manual(Request& request, std::string_view section);
#else
Page manual(Request& request, std::string_view section, std::string_view name);
#endif

Route route()
{
    return view<"/man/<section>/<name>">(manual);
}
