// view: a capture <name> or <path:name> must be a std::string_view and <int:name> an int, in the
// order of the pattern
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

Page hello(Request& request, int name);

Route route()
{
#ifdef WRONG
    return view<"/hello/<path:name>">(hello);
#else
    return view<"/hello/<int:name>.html">(hello);
#endif
}
