// Path: a capture is <name>, <int:name> or <path:name>; a name has only letters, digits and '_'
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

Page hello(Request& request, std::string_view name);

Route route()
{
#ifdef WRONG
    return view<"/hello/<name.html">(hello);
#else
    return view<"/hello/<name>">(hello);
#endif
}
