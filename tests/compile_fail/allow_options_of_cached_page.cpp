// allow: a cached page answers only GET and HEAD; write another view for the form.
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

Page hello(PublicRequest& request);

Route route()
{
#ifdef WRONG
    return view<"/hello">(allow<Method::options>(cache_page<1h>(hello)));
#else
    return view<"/hello">(allow<Method::get>(cache_page<1h>(hello)));
#endif
}
