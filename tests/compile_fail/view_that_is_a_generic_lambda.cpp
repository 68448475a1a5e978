// view: a view is a function, or a lambda that names the types of its parameters (no auto): it is
// checked against the pattern
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

#ifdef WRONG
const auto hello = [](auto&) { return text("hello"); };
#else
const auto hello = [](Request&) { return text("hello"); };
#endif

Route route()
{
    return view<"/hello">(hello);
}
