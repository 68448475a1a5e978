// decorate: the function around a view returns a Response, a Page, what view() gave, or a Result,
// which is any of them
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

Page hello(PublicRequest& request);

Route route()
{
    const auto closed = [](auto& /*request*/, auto&& /*view*/) {
#ifdef WRONG
        return std::string{"closed"};
#else
        return text("closed");
#endif
    };
    return view<"/hello">(decorate(cache_page<1h>(hello), closed));
}
