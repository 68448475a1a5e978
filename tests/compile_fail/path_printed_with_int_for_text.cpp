// Path: <name> and <path:name> take text
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

inline constexpr Path<"/list/<name>/<int:number>"> list_path;

std::string url()
{
#ifdef WRONG
    return list_path(1, 7);
#else
    return list_path("1", 7);
#endif
}
