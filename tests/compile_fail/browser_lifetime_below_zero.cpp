// cache_page: the browser's lifetime must not be negative
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

Page hello(PublicRequest& request);

Route route()
{
#ifdef WRONG
    return view<"/hello">(cache_page<1h, browser<-1s>>(hello));
#else
    return view<"/hello">(cache_page<1h, browser<0s>>(hello));
#endif
}
