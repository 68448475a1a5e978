#pragma once
// The status of a site in Prometheus's text format, version 0.0.4. Pure functions.

#include <string>

#include <aspic/reporting/site_status.h>

namespace aspic {

inline constexpr const char* metrics_type = "text/plain; version=0.0.4; charset=utf-8";

/// All metrics, each with its HELP and TYPE. Counters never go back while the data directory
/// exists.
std::string to_metrics(const SiteStatus& status);

}  // namespace aspic
