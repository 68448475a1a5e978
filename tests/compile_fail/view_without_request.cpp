// view: the first parameter of a view is a Request& or PublicRequest&; the captures follow it
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

#ifdef WRONG
Page hello(std::string_view name);
#else
Page hello(Request& request, std::string_view name);
#endif

Route route()
{
    return view<"/hello/<name>">(hello);
}
