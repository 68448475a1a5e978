// Fragments that write to the session, and a session that is too large.

#include <string>

#include "shop.h"

namespace shop {

using namespace aspic;

namespace {

Page page_with(std::string_view fragment)
{
    Page page{"hole.tpl"};
    page.set("TITLE", "A hole");
    page.set("FRAGMENT", "/_" + std::string{fragment});
    return page;
}

Fragment shown(std::string_view what)
{
    Fragment fragment{"word.tpl"};
    fragment.set("WORD", what);
    return fragment;
}

int counted(const Session& session)
{
    return std::stoi(std::string{session.get("views").value_or("0")});
}

}  // namespace

Page with_hole(PublicRequest& /*request*/, std::string_view fragment)
{
    return page_with(fragment);
}

Page own_with_hole(Request& /*request*/, std::string_view fragment)
{
    return page_with(fragment);
}

Fragment count_view(Request& request)
{
    Session& session = request.session();
    if (session.is_empty()) return shown("nothing is counted");
    const std::string now = std::to_string(counted(session) + (request.is_page_view() ? 1 : 0));
    session.set("views", now);
    return shown(now + " views");
}

Fragment sign_in_by_fragment(Request& request)
{
    if (!request.session().is_empty()) request.session().sign_in("mallory", "Mallory");
    return shown("a guest");
}

Response views_counted(Request& request)
{
    return text(std::to_string(counted(request.session())) + "\n");
}

Response keep_much(Request& request)
{
    const std::string bytes{request.form().first("bytes").value_or("0")};
    request.session().set("much", std::string(std::stoul(bytes), 'x'));
    return redirect("/");
}

}  // namespace shop
