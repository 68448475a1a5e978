// has no member named
#include <aspic/aspic.h>

using namespace aspic;
using namespace std::chrono_literals;

Page hello(PublicRequest& request);

Route route()
{
    return view<"/hello">(decorate(cache_page<1h>(hello), [](auto& /*request*/, auto&& view) {
        auto answer = view();
#ifdef WRONG
        answer.status(404);
#else
        answer.header("X-Robots-Tag", "noindex");
#endif
        return answer;
    }));
}
