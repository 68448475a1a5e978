// Path: <path:name> takes the rest of a URL, so it stands alone in the last segment
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

Page hello(Request& request, std::string_view name);

Route route()
{
#ifdef WRONG
    return view<"/hello/<path:name>/edit">(hello);
#else
    return view<"/hello/edit/<path:name>">(hello);
#endif
}
