// cache_page: the lifetime must be at least one second
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

Page hello(PublicRequest& request);

Route route()
{
#ifdef WRONG
    return view<"/hello">(cache_page<0s>(hello));
#else
    return view<"/hello">(cache_page<1s>(hello));
#endif
}
