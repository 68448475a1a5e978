// Path: a pattern has at most 12 segments
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

Page hello(Request& request);

Route route()
{
#ifdef WRONG
    return view<"/1/2/3/4/5/6/7/8/9/10/11/12/13">(hello);
#else
    return view<"/1/2/3/4/5/6/7/8/9/10/11/12">(hello);
#endif
}
