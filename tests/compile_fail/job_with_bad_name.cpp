// a job's name has 1 to 40 lower-case letters, digits and '-'
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

void add(Site& site)
{
#ifdef WRONG
    site.every<"Clean up">(5min, [] {});
#else
    site.every<"clean-up">(5min, [] {});
#endif
}
