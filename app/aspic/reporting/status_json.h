#pragma once
// The status of a site as JSON, for `status --json` and /_status.json. Pure functions.

#include <string>

#include <aspic/reporting/site_status.h>

namespace aspic {

/// One line without its end:
///
///     {"time": 1764337984.123,          seconds since 1970
///      "bounds": [0.0005, ..., 10],     upper bounds of the buckets below, in seconds
///      "total": COUNTS,                 of all processes, those that have ended too
///      "processes": [{"process": 4711, "started": 1764337000.5, "memory": 31457280, "waiting": 0,
///                     "counts": COUNTS,
///                     "working": [{"thread": 4713, "route": "/man/<section>", "path": "/man/1",
///                                  "request": "...", "seconds": 1.25}, ...]}, ...]}
///
/// COUNTS has requests (an object: 2xx, 3xx, 4xx, 5xx), bytes, hit, stale, rendered, stored,
/// waited, not_shared, outdated, refused, malformed, hit_ratio (from 0 to 1), and rendering: count,
/// seconds (their sum), p50, p95, p99 (in seconds), buckets (the number in each; the last one has
/// no bound).
std::string to_json(const SiteStatus& status);

}  // namespace aspic
