// ‘class aspic::PublicRequest’ has no member named ‘body’
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

void look(PublicRequest& request)
{
#ifdef WRONG
    request.body();
#else
    request.path();
#endif
}
