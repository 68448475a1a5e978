// Messages that are shown once.

#include "shop.h"

namespace shop {

using namespace aspic;

Fragment messages(Request& request)
{
    Fragment fragment{"messages.tpl"};
    fragment.list("MESSAGES");
    for (const Flash& flash : request.session().take_flash()) {
        Values& row = fragment.add("MESSAGES");
        row.set("MESSAGE", flash.message);
        row.set("KIND", flash.kind);
    }
    return fragment;
}

Page quiet(PublicRequest& /*request*/)
{
    Page page{"quiet.tpl"};
    page.set("TITLE", "Quiet");
    return page;
}

Response messages_of_view(Request& request)
{
    std::string said = "messages:";
    for (const Flash& flash : request.session().take_flash())
        said += ' ' + flash.message;
    return text(said + '\n');
}

Response say(Request& request)
{
    request.session().flash(request.form().first("text").value_or(""));
    return redirect(local_path(request.form().first("next")));
}

}  // namespace shop
