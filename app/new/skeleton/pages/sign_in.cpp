#include "pages/account_form.h"
#include "pages/pages.h"
#include "paths.h"
#include "store/store.h"

namespace pages {

using namespace aspic;

namespace {

AccountForm form_to_sign_in()
{
    return {"sign_in.tpl", "Sign in", sign_in_path(), sign_up_path()};
}

}  // namespace

Page sign_in_form(Request& request)
{
    return empty_account_form(form_to_sign_in(), request);
}

Result sign_in(Request& request)
{
    Form form{request};
    const auto name = form.field<std::string>("name", length_at_most(longest_name));
    const auto password = form.field<std::string>("password", length_at_most(longest_password));
    if (form.ok()) {
        const auto user = store().users.with_password(name, password, request.remote_address());
        if (user) return welcome(*user, request);
        form.add_error("password", "Wrong name or password.");
    }
    return refused_account_form(form_to_sign_in(), form, request);
}

Response sign_out(Request& request)
{
    request.session().sign_out();
    return redirect(local_path(request.form().first("next")));
}

}  // namespace pages
