// view: a function that returns a Fragment needs a path that starts with '/_'
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

Fragment navigation(Request& request);

Route route()
{
#ifdef WRONG
    return view<"/navigation">(navigation);
#else
    return view<"/_navigation">(navigation);
#endif
}
