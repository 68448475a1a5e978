// private_cache: only a fragment is kept for each visitor; use cache_page for a page
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

Page account(Request& request);

Route route()
{
#ifdef WRONG
    return view<"/account">(private_cache<1h>(account));
#else
    return view<"/account">(account);
#endif
}
