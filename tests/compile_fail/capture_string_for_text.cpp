// view: a capture <name> or <path:name> must be a std::string_view and <int:name> an int, in the
// order of the pattern
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

#ifdef WRONG
Page manual(Request& request, const std::string& name);
#else
Page manual(Request& request, std::string_view name);
#endif

Route route()
{
    return view<"/man/<name>">(manual);
}
