// cache_page: a fragment belongs to one visitor and is never in the page cache.
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

Fragment navigation(PublicRequest& request);

Route route()
{
#ifdef WRONG
    return view<"/_navigation">(cache_page<1h>(navigation));
#else
    return view<"/_navigation">(navigation);
#endif
}
