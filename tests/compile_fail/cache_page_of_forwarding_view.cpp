// cache_page: a view that takes a ForwardRequest& needs cache_page<from_response>: only the
// response can say what its page depends on. Or take a PublicRequest&.
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

Response forward(ForwardRequest& request);

Route route()
{
#ifdef WRONG
    return view<"/app">(cache_page<1h>(forward));
#else
    return view<"/app">(cache_page<from_response>(forward));
#endif
}
