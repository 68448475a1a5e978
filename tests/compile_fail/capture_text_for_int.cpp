// view: a capture <name> is a std::string_view and <int:name> is an int, exactly, in the order of
// the pattern
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

#ifdef WRONG
Page list(Request& request, std::string_view number);
#else
Page list(Request& request, int number);
#endif

Route route()
{
    return view<"/list/<int:number>">(list);
}
