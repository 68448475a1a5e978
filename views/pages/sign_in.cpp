#include "pages/account_form.h"
#include "pages/pages.h"
#include "paths.h"

namespace manual {

aspic::Answer sign_in(aspic::Request& request)
{
    return answer_form(request,
                       {"sign_in.tpl", "Sign in", sign_in_path(), "SIGN_UP_URL", sign_up_path()},
                       &Accounts::sign_in);
}

}  // namespace manual
