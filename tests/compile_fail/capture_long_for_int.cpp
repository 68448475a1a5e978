// view: a capture <name> or <path:name> must be a std::string_view and <int:name> an int, in the
// order of the pattern
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

#ifdef WRONG
Page list(Request& request, long number);
#else
Page list(Request& request, int number);
#endif

Route route()
{
    return view<"/list/<int:number>">(list);
}
