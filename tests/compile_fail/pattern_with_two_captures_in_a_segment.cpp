// Path: a segment has one capture; text may stand beside it, but no other capture
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

Page hello(Request& request, std::string_view name, std::string_view other);

Route route()
{
#ifdef WRONG
    return view<"/hello/<name>-<other>">(hello);
#else
    return view<"/hello/<name>/a-<other>">(hello);
#endif
}
