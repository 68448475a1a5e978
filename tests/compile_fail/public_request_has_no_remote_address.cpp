// ‘class aspic::PublicRequest’ has no member named ‘remote_address’
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

void look(PublicRequest& request)
{
#ifdef WRONG
    request.remote_address();
#else
    request.path();
#endif
}
