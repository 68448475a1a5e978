// A small shop for tests: what visitors have who are not signed in, messages that are shown once,
// and what a shop has besides. The tests in tests/servers and tests/browser run it.
//
//  /?page=N                 cached 1h: the items, five on a page
//  /item/<int:number>       cached 1h, tagged item:<number>; with a form for POST /basket
//  /kept/<int:number>       the same page, which browsers keep too
//  /item/<int:number>/cover a picture from disk
//  /basket                  not cached: the basket
//  POST /basket             form: next; puts one thing into the basket, and says so
//  POST /basket/empty       form: next
//  POST /order              makes an order of the basket, and writes a mail
//  /order                   not cached: the visitor's last order
//  POST /payments           from the payment service: an order is paid
//  /api/items               cached 1h: the items as JSON
//  POST /api/basket         {"item": 1, "count": 2}
//
// For the user "admin":
//  /item/<int:number>/edit         forms for the next two
//  POST /item/<int:number>/price   form: price; purges the item's tag
//  POST /item/<int:number>/cover   form: cover, a picture of up to 2 MiB; purges the item's tag
//  /orders.csv                     all orders, as a stream
//
//  /sign-in                 not cached: the form; POST: form: name, next
//  POST /sign-out           form: everywhere, next
//  /quiet                   cached 1h; shows no messages
//  /messages                not cached; a view that shows the messages as text
//  POST /say                form: text, next; a message
//  /hole/<fragment>         cached 1h; with the fragment /_<fragment> in a hole
//  /own/<fragment>          not cached; the same
//  /_corner                 fragment: the name, and the number of things in the basket
//  /_messages               fragment: the messages
//  /_sign-in-link           fragment: a link for guests, which leads back to the page
//  /_count-view             fragment: counts its page views in the session
//  /_sign-in                fragment: tries to sign in
//  /views                   not cached: what /_count-view has counted
//  POST /much               form: bytes; keeps so much in the session
//
// Every two seconds, a job cancels the orders that are not paid within --pay-within seconds.

#include "shop.h"

#include "covers.h"
#include "orders.h"
#include "paths.h"

using namespace aspic;
using namespace std::chrono_literals;

namespace {

template <class View>
auto for_admin(View view)
{
    return signed_in<shop::sign_in_path>(
        decorate(std::move(view), [](Request& request, auto&& inner) -> Result {
            if (request.session().user() != "admin") throw Forbidden{"Only the admin may do that."};
            return inner();
        }));
}

Site views()
{
    return Site{
        view<"/">(cache_page<1h, browser<0s>>(shop::items)),
        view<shop::item_path>(cache_page<1h, browser<0s>>(shop::item)),
        view<"/kept/<int:number>">(cache_page<1h>(shop::item)),
        view<shop::cover_path>(shop::cover),
        view<shop::basket_path>(shop::basket),
        view<shop::basket_path>(allow<Method::post>(shop::put_one)),
        view<"/basket/empty">(allow<Method::post>(shop::empty_basket)),
        view<shop::order_path>(shop::last_order),
        view<shop::order_path>(allow<Method::post>(shop::place_order)),
        view<"/payments">(allow<Method::post>(accept_cross_site(shop::take_payment))),
        view<"/api/items">(cache_page<1h, browser<0s>>(shop::items_as_json)),
        view<"/api/basket">(allow<Method::post>(shop::put_as_json)),
        view<shop::edit_path>(for_admin(shop::edit)),
        view<shop::price_path>(allow<Method::post>(for_admin(shop::set_price))),
        view<shop::cover_path>(allow<Method::post>(allow_body<2_MiB>(for_admin(shop::set_cover)))),
        view<"/orders.csv">(for_admin(shop::exported_orders)),
        view<shop::sign_in_path>(shop::sign_in_form),
        view<shop::sign_in_path>(allow<Method::post>(shop::sign_in)),
        view<"/sign-out">(allow<Method::post>(shop::sign_out)),
        view<"/quiet">(cache_page<1h, browser<0s>>(shop::quiet)),
        view<"/messages">(shop::messages_of_view),
        view<"/say">(allow<Method::post>(shop::say)),
        view<"/hole/<fragment>">(cache_page<1h, browser<0s>>(shop::with_hole)),
        view<"/own/<fragment>">(shop::own_with_hole),
        view<"/_corner">(shop::corner),
        view<"/_messages">(shop::messages),
        view<"/_sign-in-link">(shop::sign_in_link),
        view<"/_count-view">(shop::count_view),
        view<"/_sign-in">(shop::sign_in_by_fragment),
        view<"/views">(shop::views_counted),
        view<"/much">(allow<Method::post>(shop::keep_much)),
    };
}

Site site()
{
    static std::chrono::seconds pay_within{};
    Site made = views();
    made.option("payment-key", "FILE", "", "the key of the payment service, at least 32 bytes");
    made.option("pay-within", "SECONDS", "86400", "when an order that is not paid is cancelled");
    made.on_start([](const Settings& settings) {
        const std::filesystem::path data = settings.get("data");
        shop::keep_covers_in(data / "covers");
        shop::write_mails_to(data / "mails");
        const std::string& key = settings.get("payment-key");
        if (!key.empty()) shop::read_payment_key(key);
        pay_within = std::chrono::seconds{std::stoi(settings.get("pay-within"))};
    });
    made.every<"cancel-orders">(2s, [] { shop::orders().cancel_unpaid(pay_within); });
    return made;
}

}  // namespace

int main(int argc, char** argv)
{
    return run(argc, argv, site());
}
