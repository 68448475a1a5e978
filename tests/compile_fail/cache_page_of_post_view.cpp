// cache_page: a cached page answers only GET and HEAD; write another view for the form.
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

Page form(PublicRequest& request);

Route route()
{
#ifdef WRONG
    return view<"/form">(cache_page<1h>(allow<Method::get, Method::post>(form)));
#else
    return view<"/form">(cache_page<1h>(allow<Method::get>(form)));
#endif
}
