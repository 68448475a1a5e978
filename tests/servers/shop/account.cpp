// Signing in, by a name alone.

#include "paths.h"
#include "shop.h"

namespace shop {

using namespace aspic;

namespace {

std::string next_of(Request& request)
{
    return local_path(request.form().first("next"));
}

}  // namespace

Page sign_in_form(Request& request)
{
    Page page{"sign_in.tpl"};
    page.set("TITLE", "Sign in");
    page.set("NEXT", local_path(request.query("next")));
    return page;
}

Fragment sign_in_link(Request& request)
{
    Fragment fragment{"sign_in_link.tpl"};
    fragment.show("GUEST", !request.session().signed_in());
    fragment.set("SIGN_IN_URL", sign_in_path() + "?next=" + percent_encode(request.page()));
    return fragment;
}

Response sign_in(Request& request)
{
    const std::string_view name = request.form().first("name").value_or("Ana");
    request.session().sign_in(name, name);
    return redirect(next_of(request));
}

Response sign_out(Request& request)
{
    if (request.form().first("everywhere")) {
        request.session().sign_out_everywhere();
    } else {
        request.session().sign_out();
    }
    request.session().flash("You have signed out.");
    return redirect(next_of(request));
}

}  // namespace shop
