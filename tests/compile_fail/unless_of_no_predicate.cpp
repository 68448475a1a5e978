// unless: the predicate must take a Request& and return a bool
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

Page hello(PublicRequest& request);

Route route()
{
#ifdef WRONG
    return view<"/hello">(cache_page<1h>(hello, unless([](int) { return true; })));
#else
    return view<"/hello">(cache_page<1h>(hello, unless([](Request&) { return true; })));
#endif
}
