// view: write the types of the parameters: a lambda with auto has no signature, so it cannot be
// checked against the pattern
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

#ifdef WRONG
const auto hello = [](auto&) { return text("hello"); };
#else
const auto hello = [](PublicRequest&) { return text("hello"); };
#endif

Route route()
{
    return view<"/hello">(cache_page<1h>(hello));
}
