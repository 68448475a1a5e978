// The common part of signing up and signing in: a form with a name, a password, and the next page.
#pragma once

#include <aspic/aspic.h>

#include <functional>
#include <string>
#include <string_view>
#include <variant>

#include "accounts/accounts.h"

namespace manual {

struct AccountForm {
    std::string template_name;  // "sign_in.tpl"
    std::string title;          // "Sign in"
    std::string action_url;     // the URL that the form is sent to
    std::string other_name;     // the variable of the other form's URL: "SIGN_UP_URL"
    std::string other_url;
};

using Admit = std::variant<User, Refusal> (Accounts::*)(std::string_view name,
                                                        std::string_view password,
                                                        const Origin& from, Accounts::Time now);

// GET shows the form. POST calls `admit`. If that succeeds, it signs the visitor in, sets the
// device cookie (device_cookie.h), and redirects to the next page. Otherwise it shows the form
// again with the reason.
aspic::Answer answer_form(aspic::Request& request, const AccountForm& form, Admit admit);

}  // namespace manual
