// Path: the number of arguments is not the number of captures in the pattern
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

inline constexpr Path<"/list/<name>/<int:number>"> list_path;

std::string url()
{
#ifdef WRONG
    return list_path("a", 7, "b");
#else
    return list_path("a", 7);
#endif
}
