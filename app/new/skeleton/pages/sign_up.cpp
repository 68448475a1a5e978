#include "pages/account_form.h"
#include "pages/pages.h"
#include "paths.h"
#include "store/store.h"

namespace pages {

using namespace aspic;

namespace {

AccountForm form_to_sign_up()
{
    return {"sign_up.tpl", "Sign up", sign_up_path(), sign_in_path()};
}

// A check of the site's own: it returns the error, empty if there is none. With these letters
// alone, no two names look alike.
std::string plain_name(std::string_view name)
{
    constexpr std::string_view allowed =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
    return name.find_first_not_of(allowed) == std::string_view::npos
               ? ""
               : "Use letters from a to z, digits, and - _ . only.";
}

}  // namespace

Page sign_up_form(Request& request)
{
    return empty_account_form(form_to_sign_up(), request);
}

Result sign_up(Request& request)
{
    Form form{request};
    const auto name = form.field<std::string>("name", plain_name, length_at_most(longest_name));
    const auto password =
        form.field<std::string>("password", length_at_least(10), length_at_most(longest_password));
    if (form.ok()) {
        const auto user = store().users.add(name, password);
        if (user) return welcome(*user, request);
        form.add_error("name", "Somebody has this name already.");
    }
    return refused_account_form(form_to_sign_up(), form, request);
}

}  // namespace pages
