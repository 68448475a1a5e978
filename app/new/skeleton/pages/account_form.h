// The form with a name and a password, for signing in and for signing up.
#pragma once

#include <aspic/aspic.h>

#include <optional>
#include <string>
#include <string_view>

#include "store/users.h"

namespace pages {

struct AccountForm {
    const char* template_name;
    const char* title;
    std::string action_url;
    std::string other_url;  // the link to the other form
};

// The form before anything is typed. It returns to ?next= afterwards.
aspic::Page empty_account_form(const AccountForm& kind, const aspic::Request& request);
// The form that was sent, with its errors.
aspic::Page refused_account_form(const AccountForm& kind, const aspic::Form& form,
                                 const aspic::Request& request);
// Signs in, and returns to where the visitor came from.
aspic::Response welcome(const User& user, aspic::Request& request);

}  // namespace pages
