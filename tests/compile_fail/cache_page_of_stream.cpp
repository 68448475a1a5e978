// cache_page: a File or a Stream is sent piece by piece and never kept: return a Page, a Json or a
// Response, or leave out cache_page
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

Stream orders(PublicRequest& request);

Route route()
{
#ifdef WRONG
    return view<"/orders">(cache_page<1h>(orders));
#else
    return view<"/orders">(orders);
#endif
}
