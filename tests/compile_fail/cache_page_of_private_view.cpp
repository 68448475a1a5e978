// cache_page: this view takes a Request&, so it can see who is asking. A cached page is the same
// for everyone: take a PublicRequest& instead, and put what belongs to one visitor into a fragment.
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

#ifdef WRONG
Page hello(Request& request);
#else
Page hello(PublicRequest& request);
#endif

Route route()
{
    return view<"/hello">(cache_page<1h>(hello));
}
