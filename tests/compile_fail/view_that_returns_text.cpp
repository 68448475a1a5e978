// view: a view must return a Page, a Fragment, a Response, a Json, a File or a Stream, or a
// std::variant of them; text("...")
// makes a Response from a string
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

#ifdef WRONG
std::string hello(Request& request);
#else
Response hello(Request& request);
#endif

Route route()
{
    return view<"/hello">(hello);
}
