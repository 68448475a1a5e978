#pragma once
// The status of a site as tables, for the command `status`. Pure functions.

#include <string>

#include <aspic/reporting/site_status.h>

namespace aspic {

/// A table of the processes, and what their threads work on now. Rates and percentiles are those
/// since `before`; since the start of each process if it is null.
std::string status_text(const SiteStatus& now, const SiteStatus* before);

}  // namespace aspic
