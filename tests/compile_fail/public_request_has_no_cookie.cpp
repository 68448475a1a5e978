// ‘class aspic::PublicRequest’ has no member named ‘cookie’
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

void look(PublicRequest& request)
{
#ifdef WRONG
    request.cookie("session");
#else
    request.header("Accept-Language");
#endif
}
