// ‘class aspic::PublicRequest’ has no member named ‘form’
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

void look(PublicRequest& request)
{
#ifdef WRONG
    request.form();
#else
    request.scheme();
#endif
}
