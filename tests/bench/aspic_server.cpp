// A site of one cached page: what Aspic spends on a hit.

#include <aspic.h>

#include "same_page.h"

using namespace aspic;
using namespace std::chrono_literals;

namespace {

Response page(PublicRequest& /*request*/)
{
    return content("text/html; charset=utf-8", same_page());
}

}  // namespace

int main(int argc, char** argv)
{
    return run(argc, argv, Site{view<"/">(cache_page<1h>(page))});
}
