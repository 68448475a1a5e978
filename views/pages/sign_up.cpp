#include "pages/account_form.h"
#include "pages/pages.h"
#include "paths.h"

namespace manual {

aspic::Answer sign_up(aspic::Request& request)
{
    return answer_form(request,
                       {"sign_up.tpl", "Sign up", sign_up_path(), "SIGN_IN_URL", sign_in_path()},
                       &Accounts::sign_up);
}

}  // namespace manual
