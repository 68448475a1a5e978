#pragma once
// The page at /_status: all in one file, with a policy that allows only its own script and requests
// to this site. The script is app/browser/status.js. Any thread.

#include <aspic/http/response.h>

namespace aspic {

Response status_page();

}  // namespace aspic
