// decorate: the function around a view is called with the request and view:
#include <aspic/aspic.h>

using namespace aspic;

Page hello(Request& request);

Route route()
{
#ifdef WRONG
    return view<"/hello">(decorate(hello, [](Request&) { return text("closed"); }));
#else
    return view<"/hello">(decorate(hello, [](Request&, auto&&) { return text("closed"); }));
#endif
}
