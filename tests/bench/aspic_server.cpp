// A site of cached pages of several sizes, for tests/bench.

#include <aspic/aspic.h>

#include "same_page.h"

using namespace aspic;
using namespace std::chrono_literals;

namespace {

Page page_of(std::size_t size, int number = 1)
{
    Page page{"page.tpl"};
    page.html("PAGE", Html{same_page(size, number)});
    return page;
}

Response page(PublicRequest& /*request*/)
{
    return content("text/html; charset=utf-8", same_page());
}

// The hole is in the base template.
Page page_with_hole(PublicRequest& /*request*/)
{
    return page_of(17'000);
}

Page sized_page(PublicRequest& /*request*/, int kilobytes)
{
    return page_of(static_cast<std::size_t>(kilobytes) * 1000);
}

// One of very many pages. It is too small to be compressed.
Response small_page(PublicRequest& /*request*/, int number)
{
    return content("text/html; charset=utf-8", same_page(200, number));
}

// One of many pages: more than memory holds.
Page numbered_page(PublicRequest& /*request*/, int number)
{
    return page_of(17'000, number);
}

// One of many pages of 3 to 9 KB, as in most sites.
Page mixed_page(PublicRequest& /*request*/, int number)
{
    return page_of(3'000 + static_cast<std::size_t>(number) * 7'919 % 6'000, number);
}

Fragment corner(Request& request)
{
    Fragment fragment{"corner.tpl"};
    fragment.set("NAME", request.session().name());
    return fragment;
}

Response sign_in(Request& request)
{
    request.session().sign_in("7", "Ana");
    return redirect("/");
}

}  // namespace

int main(int argc, char** argv)
{
    return run(argc, argv,
               Site{view<"/">(cache_page<1h>(page)), view<"/hole">(cache_page<1h>(page_with_hole)),
                    view<"/size/<int:kilobytes>">(cache_page<1h>(sized_page)),
                    view<"/page/<int:number>">(cache_page<1h>(numbered_page)),
                    view<"/mixed/<int:number>">(cache_page<1h>(mixed_page)),
                    view<"/small/<int:number>">(cache_page<1h>(small_page)),
                    view<"/_corner">(corner), view<"/sign-in">(sign_in)});
}
