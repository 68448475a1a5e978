#include "pages/account_form.h"

namespace pages {

using namespace aspic;

namespace {

Page page_with(const AccountForm& kind, const Form& form, std::string_view next)
{
    Page page{kind.template_name};
    page.status(form.ok() ? 200 : 422);
    page.set("TITLE", kind.title);
    page.set("ACTION_URL", kind.action_url);
    page.set("OTHER_URL", kind.other_url + "?next=" + percent_encode(next));
    page.set("NEXT", next);
    show_form(form, page);
    return page;
}

}  // namespace

// local_path() refuses addresses of other sites: anybody can make a link with ?next=.
Page empty_account_form(const AccountForm& kind, const Request& request)
{
    Form form;
    form.set_value("name", "");
    form.set_value("password", "");
    return page_with(kind, form, local_path(request.query("next")));
}

Page refused_account_form(const AccountForm& kind, const Form& form, const Request& request)
{
    return page_with(kind, form, local_path(request.form().first("next")));
}

Response welcome(const User& user, Request& request)
{
    request.session().sign_in(std::to_string(user.id), user.name);
    return redirect(local_path(request.form().first("next")));
}

}  // namespace pages
