// cache_page: the lifetime needs a unit: write cache_page<1h> or cache_page<3600s>
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

Page hello(PublicRequest& request);

Route route()
{
#ifdef WRONG
    return view<"/hello">(cache_page<3600>(hello));
#else
    return view<"/hello">(cache_page<3600s>(hello));
#endif
}
