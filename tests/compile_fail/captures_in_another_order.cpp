// view: a capture <name> or <path:name> must be a std::string_view and <int:name> an int, in the
// order of the pattern
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

#ifdef WRONG
Page list(PublicRequest& request, int number, std::string_view name);
#else
Page list(PublicRequest& request, std::string_view name, int number);
#endif

Route route()
{
    return view<"/list/<name>/<int:number>">(cache_page<1h>(list));
}
