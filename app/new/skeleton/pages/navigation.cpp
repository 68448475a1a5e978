// The fragments in templates/base.tpl: the visitor's corner, and messages that are shown once.

#include "pages/pages.h"
#include "paths.h"

namespace pages {

using namespace aspic;

Fragment navigation(Request& request)
{
    const Session& session = request.session();
    const std::string here = site_url(request.page());  // the page that contains the fragment
    Fragment fragment{"navigation.tpl"};
    fragment.show("GUEST", !session.signed_in());
    fragment.show("SIGNED_IN", session.signed_in());
    fragment.set("NAME", session.name());
    fragment.set("NEXT", here);
    fragment.set("SIGN_IN_URL", sign_in_path() + "?next=" + percent_encode(here));
    fragment.set("SIGN_OUT_URL", sign_out_path());
    return fragment;
}

Fragment messages(Request& request)
{
    Fragment fragment{"messages.tpl"};
    fragment.list("MESSAGES");
    for (const Flash& flash : request.session().take_flash())
        fragment.add("MESSAGES").set("MESSAGE", flash.message);
    return fragment;
}

}  // namespace pages
