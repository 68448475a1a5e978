// view: a view is a function of a Request& or PublicRequest&, then its captures
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
