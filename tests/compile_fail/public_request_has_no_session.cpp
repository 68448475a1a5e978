// ‘class aspic::PublicRequest’ has no member named ‘session’
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

void look(PublicRequest& request)
{
#ifdef WRONG
    request.session();
#else
    request.host();
#endif
}
