// accept_cross_site: this view answers only GET, which every site may send; add
// allow<Method::post>
#include <aspic/aspic.h>

using namespace aspic;

Page hello(Request& request);

Route route()
{
#ifdef WRONG
    return view<"/hello">(accept_cross_site(hello));
#else
    return view<"/hello">(accept_cross_site(allow<Method::post>(hello)));
#endif
}
