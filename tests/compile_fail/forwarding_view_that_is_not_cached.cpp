// view: a view that takes a ForwardRequest& needs cache_page<from_response>: it always asks by GET
#include <aspic/aspic.h>

using namespace aspic;

Response forward(ForwardRequest& request);

Route route()
{
#ifdef WRONG
    return view<"/app">(forward);
#else
    return view<"/app">(cache_page<from_response>(forward));
#endif
}
