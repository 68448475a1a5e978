// every: the job needs a name: site.every<"clean-up">(5min, job)
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

void add(Site& site)
{
#ifdef WRONG
    site.every(5min, [] {});
#else
    site.every<"clean-up">(5min, [] {});
#endif
}
