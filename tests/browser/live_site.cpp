// A site with fragments that fail or are slow. It uses the templates of live_templates and the
// scripts of the shipped site.
//
//  /well/<name>, /failing/<name>, /slow/<name>   cached 1h, with three holes: the corner, /_words,
//                                                and one of the next line
//  /_well, /_failing, /_slow                     /_failing fails, and /_slow takes 3 s, if the
//                                                visitor is signed in
//  /many                                         cached 1h, with 20 holes, and its own neutral form
//                                                for one of them
//  /query                                        cached 1h, also in browsers; shows the parameter q
//  /price                                        cached 1h, also in browsers; shows a number
//  /offer                                        cached 1h, and browsers ask each time; the same
//  POST /change                                  form: price; purges both
//  POST /typed                                   answers with a page, which says how often
//  POST /sign-in                                 form: name
//  POST /sign-out

#include <aspic/aspic.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>

using namespace aspic;
using namespace std::chrono_literals;

namespace {

constexpr auto long_time = 3s;

Page page_with(std::string_view fragment, std::string_view name)
{
    Page page{"page.tpl"};
    page.set("TITLE", name);
    page.set("NAME", name);
    page.set("FRAGMENT", fragment);
    return page;
}

Page many(PublicRequest& /*request*/)
{
    Page page{"many.tpl"};
    page.set("TITLE", "Many");
    for (int number = 1; number <= 20; ++number)
        page.add("HOLES").set("FRAGMENT", "/_many/" + std::to_string(number));
    return page;
}

Fragment says(Request& request, const char* template_file)
{
    const Session& session = request.session();
    Fragment fragment{template_file};
    fragment.show("GUEST", !session.signed_in());
    fragment.show("SIGNED_IN", session.signed_in());
    fragment.set("NAME", session.name());
    return fragment;
}

Fragment corner(Request& request)
{
    return says(request, "corner.tpl");
}

Fragment words(Request& request)
{
    return says(request, "words.tpl");
}

Fragment well(Request& request)
{
    return says(request, "word.tpl");
}

Fragment failing(Request& request)
{
    if (request.session().signed_in()) throw std::runtime_error{"made to fail"};
    return well(request);
}

Fragment slow(Request& request)
{
    if (request.session().signed_in()) std::this_thread::sleep_for(long_time);
    return well(request);
}

Response query(PublicRequest& request)
{
    return text("q=" + std::string{request.query("q").value_or("")});
}

std::atomic<int> price_now = 1;

Page price_page(std::string_view title)
{
    Page page{"price.tpl"};
    page.tag("price");
    page.set("TITLE", title);
    page.set("PRICE", std::to_string(price_now));
    return page;
}

Page price(PublicRequest& /*request*/)
{
    return price_page("Price");
}

Page offer(PublicRequest& /*request*/)
{
    return price_page("Offer");
}

Response change_price(Request& request)
{
    price_now = Form{request}.field<int>("price", at_least(1), at_most(99));
    purge(by_tag("price"));
    return redirect("/well/changed");
}

Page typed(Request& /*request*/)
{
    static std::atomic<int> times = 0;
    return price_page("Typed " + std::to_string(++times));
}

Response sign_in(Request& request)
{
    const std::string_view name = request.form().first("name").value_or("");
    request.session().sign_in(name, name);
    return redirect(site_url("/well/start"));
}

Response sign_out(Request& request)
{
    request.session().sign_out();
    return redirect(site_url("/well/start"));
}

Site live_site()
{
    return Site{
        view<"/well/<name>">(cache_page<1h, browser<0s>>(
            [](PublicRequest&, std::string_view name) { return page_with("/_well", name); })),
        view<"/failing/<name>">(cache_page<1h, browser<0s>>(
            [](PublicRequest&, std::string_view name) { return page_with("/_failing", name); })),
        view<"/slow/<name>">(cache_page<1h, browser<0s>>(
            [](PublicRequest&, std::string_view name) { return page_with("/_slow", name); })),
        view<"/many">(cache_page<1h, browser<0s>>(many)),
        view<"/query">(cache_page<1h>(query)),
        view<"/price">(cache_page<1h>(price)),
        view<"/change">(allow<Method::post>(change_price)),
        view<"/offer">(cache_page<1h, browser<0s>>(offer)),
        view<"/typed">(allow<Method::post>(typed)),
        view<"/_many/<number>">(
            [](Request& request, std::string_view) { return says(request, "word.tpl"); }),
        view<"/_corner">(corner),
        view<"/_words">(words),
        view<"/_well">(well),
        view<"/_failing">(failing),
        view<"/_slow">(slow),
        view<"/sign-in">(allow<Method::post>(sign_in)),
        view<"/sign-out">(allow<Method::post>(sign_out)),
    };
}

}  // namespace

int main(int argc, char** argv)
{
    return run(argc, argv, live_site());
}
