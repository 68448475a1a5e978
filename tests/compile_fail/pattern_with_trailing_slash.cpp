// Path: a pattern has no empty segment: no '//' and no '/' at its end
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

Page hello(Request& request);

Route route()
{
#ifdef WRONG
    return view<"/hello/">(hello);
#else
    return view<"/hello">(hello);
#endif
}
