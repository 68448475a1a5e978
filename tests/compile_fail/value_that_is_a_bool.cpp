// Values: a bool is not a value; it shows or hides a section: show(name, shown)
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
