// The basket, which a guest has too.

#include "paths.h"
#include "shop.h"

namespace shop {

using namespace aspic;

namespace {

std::string next_of(Request& request)
{
    return local_path(request.form().first("next"), basket_path());
}

}  // namespace

int count_in_basket(const Session& session)
{
    return std::stoi(std::string{session.get("basket").value_or("0")});
}

void put_into_basket(Session& session, int count)
{
    session.set("basket", std::to_string(count_in_basket(session) + count));
}

Page basket(Request& request)
{
    Page page{"basket.tpl"};
    page.set("TITLE", "Your basket");
    page.set("COUNT", count_in_basket(request.session()));
    return page;
}

Response put_one(Request& request)
{
    Session& session = request.session();
    put_into_basket(session, 1);
    session.flash("It is in your basket.");
    return redirect(next_of(request));
}

Response empty_basket(Request& request)
{
    request.session().erase("basket");
    return redirect(next_of(request));
}

Fragment corner(Request& request)
{
    const Session& session = request.session();
    Fragment fragment{"corner.tpl"};
    fragment.show("SIGNED_IN", session.signed_in());
    fragment.set("NAME", session.name());
    fragment.set("COUNT", count_in_basket(session));
    return fragment;
}

}  // namespace shop
