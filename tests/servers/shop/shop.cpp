// A small shop for tests: what visitors have who are not signed in, and messages that are shown
// once. The tests in tests/servers and tests/browser run it.
//
//  /                        cached 1h: the items
//  /item/<int:number>       cached 1h, tagged item:<number>; with a form for POST /basket
//  /kept/<int:number>       the same page, which browsers keep too
//  POST /price              form: item, price; purges the item's tag
//  /basket                  not cached: the basket
//  POST /basket             form: next; puts one thing into the basket, and says so
//  POST /basket/empty       form: next
//  /sign-in                 not cached: the form; POST: form: name, next
//  POST /sign-out           form: everywhere, next
//  /quiet                   cached 1h; shows no messages
//  /messages                not cached; a view that shows the messages as text
//  POST /say                form: text, next; a message
//  /hole/<fragment>         cached 1h; with the fragment /_<fragment> in a hole
//  /own/<fragment>          not cached; the same
//  /_corner                 fragment: the name, and the number of things in the basket
//  /_messages               fragment: the messages
//  /_count-view             fragment: counts its page views in the session
//  /_sign-in                fragment: tries to sign in
//  /views                   not cached: what /_count-view has counted
//  POST /much               form: bytes; keeps so much in the session

#include "shop.h"

using namespace aspic;
using namespace std::chrono_literals;

namespace {

Site site()
{
    return Site{
        view<"/">(cache_page<1h, browser<0s>>(shop::items)),
        view<"/item/<int:number>">(cache_page<1h, browser<0s>>(shop::item)),
        view<"/kept/<int:number>">(cache_page<1h>(shop::item)),
        view<"/price">(allow<Method::post>(shop::set_price)),
        view<"/basket">(shop::basket),
        view<"/basket">(allow<Method::post>(shop::put_into_basket)),
        view<"/basket/empty">(allow<Method::post>(shop::empty_basket)),
        view<"/sign-in">(shop::sign_in_form),
        view<"/sign-in">(allow<Method::post>(shop::sign_in)),
        view<"/sign-out">(allow<Method::post>(shop::sign_out)),
        view<"/quiet">(cache_page<1h, browser<0s>>(shop::quiet)),
        view<"/messages">(shop::messages_of_view),
        view<"/say">(allow<Method::post>(shop::say)),
        view<"/hole/<fragment>">(cache_page<1h, browser<0s>>(shop::with_hole)),
        view<"/own/<fragment>">(shop::own_with_hole),
        view<"/_corner">(shop::corner),
        view<"/_messages">(shop::messages),
        view<"/_count-view">(shop::count_view),
        view<"/_sign-in">(shop::sign_in_by_fragment),
        view<"/views">(shop::views_counted),
        view<"/much">(allow<Method::post>(shop::keep_much)),
    };
}

}  // namespace

int main(int argc, char** argv)
{
    return run(argc, argv, site());
}
