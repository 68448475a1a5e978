// Path: a pattern starts with '/'
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

Page hello(Request& request);

Route route()
{
#ifdef WRONG
    return view<"hello">(hello);
#else
    return view<"/hello">(hello);
#endif
}
