// A site with fragments that fail or take their time when they are told to. It has the templates of live_templates and
// the scripts of the shipped site.
//
//  /page/<name>     cached 1h; three holes
//  /_corner         greets the visitor
//  /_second         told to fail or to be slow, it is so for visitors who are signed in
//  /_third          says the visitor's name
//  POST /sign-in    form: name
//  POST /sign-out
//  POST /second     form: is ("well", "failing" or "slow")

#include <aspic.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>

using namespace aspic;
using namespace std::chrono_literals;

namespace {

constexpr auto very_slow = 3s;

std::atomic<bool> failing = false;
std::atomic<bool> slow = false;

Page page(PublicRequest& /*request*/, std::string_view name)
{
    Page page{"page.tpl"};
    page.set("NAME", name);
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

Fragment second(Request& request)
{
    if (request.session().signed_in()) {
        if (failing) throw std::runtime_error{"told to fail"};
        if (slow) std::this_thread::sleep_for(very_slow);
    }
    return says(request, "words.tpl");
}

Fragment third(Request& request)
{
    return says(request, "words.tpl");
}

Response sign_in(Request& request)
{
    const std::string_view name = request.form().first("name");
    request.session().sign_in(name, name);
    return redirect("/page/start");
}

Response sign_out(Request& request)
{
    request.session().sign_out();
    return redirect("/page/start");
}

Response tell_second(Request& request)
{
    const std::string_view how = request.form().first("is");
    failing = how == "failing";
    slow = how == "slow";
    return text("told\n");
}

Site live_site()
{
    return Site{
        view<"/page/<name>">(cache_page<1h, browser<0s>>(page)),
        view<"/_corner">(corner),
        view<"/_second">(second),
        view<"/_third">(third),
        view<"/sign-in">(allow<Method::post>(sign_in)),
        view<"/sign-out">(allow<Method::post>(sign_out)),
        view<"/second">(allow<Method::post>(tell_second)),
    };
}

}  // namespace

int main(int argc, char** argv)
{
    return run(argc, argv, live_site());
}
