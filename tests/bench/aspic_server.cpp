// A site with one cached page. It shows the cost of a hit, and the cost of the same page with a
// hole for a signed-in visitor.

#include <aspic/aspic.h>

#include "same_page.h"

using namespace aspic;
using namespace std::chrono_literals;

namespace {

Response page(PublicRequest& /*request*/)
{
    return content("text/html; charset=utf-8", same_page());
}

// The hole is in the base template.
Page page_with_hole(PublicRequest& /*request*/)
{
    Page page{"page.tpl"};
    page.html("PAGE", Html{same_page()});
    return page;
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
                    view<"/_corner">(corner), view<"/sign-in">(sign_in)});
}
