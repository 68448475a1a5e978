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

/// Answers the requests on standard input without a server, until it ends. `directory` has the
/// scripts, `templates` the templates of error pages. Returns the exit status.
int answer_in_process(std::string_view directory, std::string_view templates);

}  // namespace conformance
