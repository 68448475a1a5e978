#include "pages/local_path.h"
#include "pages/pages.h"

namespace manual {

aspic::Response sign_out(aspic::Request& request)
{
    if (request.form().first("everywhere")) {
        request.session().sign_out_everywhere();
    } else {
        request.session().sign_out();
    }
    return aspic::redirect(local_path(request.form().first("next")));
}

}  // namespace manual
