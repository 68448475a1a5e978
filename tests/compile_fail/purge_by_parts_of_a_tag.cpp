// by_tag: make the tag first: by_tag(tag("item", 7))
#include <aspic/aspic.h>

using namespace aspic;

Purge of_item(int number)
{
#ifdef WRONG
    return by_tag("item", number);
#else
    return by_tag(tag("item", number));
#endif
}
