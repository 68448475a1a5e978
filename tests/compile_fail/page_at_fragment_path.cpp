// view: a path that starts with '/_' is for fragments; its function must return a Fragment
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

#ifdef WRONG
Page navigation(Request& request);
#else
Fragment navigation(Request& request);
#endif

Route route()
{
    return view<"/_navigation">(navigation);
}
