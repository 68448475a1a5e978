// around: the function takes a Request& and view, and returns a Result, or what it is made from:
#include <aspic/aspic.h>

using namespace aspic;

void close(Site& site)
{
#ifdef WRONG
    site.around([](Request&, auto&& view) { view(); });
#else
    site.around([](Request&, auto&& view) { return view(); });
#endif
}
