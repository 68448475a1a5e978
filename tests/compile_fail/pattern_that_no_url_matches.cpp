// Path: a literal segment has only letters, digits, '-', '.', '_' and '~'
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

Page hello(Request& request);

Route route()
{
#ifdef WRONG
    return view<"/hello?name=ana">(hello);
#else
    return view<"/hello">(hello);
#endif
}
