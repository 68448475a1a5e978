// tag: a part of a tag is a text or a whole number, not a bool or a char
#include <aspic/aspic.h>

using namespace aspic;

std::string item(bool sold)
{
#ifdef WRONG
    return tag("item", sold);
#else
    return tag("item", sold ? "sold" : "free");
#endif
}
