#pragma once
// The site of the conformance tests. Its views answer as their scripts say (script.h).

#include <aspic/aspic.h>

#include <functional>
#include <memory>
#include <string_view>

#include "script.h"

namespace conformance {

/// `make_scripts` is called at the start, with the value of the option --scripts.
aspic::Site make_site(std::function<std::shared_ptr<Scripts>(std::string_view)> make_scripts);

/// Has the site count the requests for each page that come here, and are not answered by a cache
/// before us: /seen/r/<id> shows those for /r/<id>. A function around a site changes what its
/// answers may say, so not every site here has one.
void count_requests(aspic::Site& site);

/// Answers the requests on standard input without a server, until it ends. `directory` has the
/// scripts, `templates` the templates of error pages, `mount` is the prefix of the site or empty.
/// Returns the exit status.
int answer_in_process(std::string_view directory, std::string_view templates,
                      std::string_view mount);

}  // namespace conformance
