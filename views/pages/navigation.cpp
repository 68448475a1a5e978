#include "pages/local_path.h"
#include "pages/pages.h"
#include "pages/visitor.h"
#include "paths.h"

namespace manual {

using namespace aspic;

Fragment navigation(Request& request)
{
    const Session& session = request.session();
    const std::string next = way_back(request);
    Fragment fragment{"navigation.tpl"};
    fragment.show("GUEST", !session.signed_in());
    fragment.show("SIGNED_IN", session.signed_in());
    fragment.set("NAME", session.name());
    fragment.set("NEXT", next);
    fragment.set("SIGN_IN_URL", sign_in_url(next));
    fragment.set("SIGN_UP_URL", sign_up_path() + "?next=" + percent_encode(next));
    fragment.set("SIGN_OUT_URL", sign_out_path());
    return fragment;
}

}  // namespace manual
