// allow_body: this view answers only GET, which has no body; add allow<Method::post>
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

Page hello(PublicRequest& request);

Route route()
{
#ifdef WRONG
    return view<"/hello">(allow_body<32_MiB>(cache_page<1h>(hello)));
#else
    return view<"/hello">(cache_page<1h>(hello));
#endif
}
