// Values: a yes or no is a section: show(name, yes)
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

void fill(Page& page)
{
#ifdef WRONG
    page.set("NEW", true);
#else
    page.show("NEW", true);
#endif
}
