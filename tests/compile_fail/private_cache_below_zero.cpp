// private_cache: the lifetime must not be negative
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

Fragment navigation(Request& request);

Route route()
{
#ifdef WRONG
    return view<"/_navigation">(private_cache<-1s>(navigation));
#else
    return view<"/_navigation">(private_cache<0s>(navigation));
#endif
}
