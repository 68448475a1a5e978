// What signing up and signing in have in common: a form with a name, a password, and the page to go
// on to.
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
    std::string action_url;     // where the form is sent
    std::string other_name;     // the variable of the other form's URL: "SIGN_UP_URL"
    std::string other_url;
};

using Admit = std::variant<User, Refusal> (Accounts::*)(std::string_view name,
                                                        std::string_view password,
                                                        const Origin& from, Accounts::Time now);

// GET shows the form. POST calls `admit`, and either signs the visitor in, lets the browser remember
// the account (device_cookie.h) and goes on, or shows the form again and says why.
aspic::Answer answer_form(aspic::Request& request, const AccountForm& form, Admit admit);

}  // namespace manual
