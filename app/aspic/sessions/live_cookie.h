#pragma once
// The cookies that scripts in pages can read. They contain no secret.
//   live       the version of what this visitor sees in fragments; set while they have a session
//   snapshots  "VERSION.KKKKKKkkkkkk...": the pages of which the browser has all fragments of that
//              version, six characters for each page (Entry::snapshot_key). Written by
//              app/browser/snapshots.js
//   changed    new in each answer to a request that has purged pages. Scripts then ask again for
//              the pages that the browser had kept before (app/browser/changes.js)
// Pure functions.

#include <cstddef>
#include <optional>
#include <string_view>

#include <aspic/http/request.h>
#include <aspic/http/site_cookies.h>

namespace aspic {

inline constexpr std::string_view live_cookie = "live";
inline constexpr std::string_view snapshots_cookie = "snapshots";
inline constexpr std::string_view changed_cookie = "changed";
inline constexpr std::size_t live_version_size = 11;  // 8 bytes in base64url

/// Returns the visitor's version: the first `live` cookie that looks like one of ours. nullopt if
/// there is none.
std::optional<std::string_view> live_version(const Request& request, const SiteCookies& cookies);

/// True if the browser says that it has the fragments of this live version of the page with this
/// key.
bool has_snapshot(const Request& request, const SiteCookies& cookies, std::string_view version,
                  std::string_view key);

/// True if the browser has snapshots of any version.
bool keeps_snapshots(const Request& request, const SiteCookies& cookies);

/// True if the browser is known to run scripts: it has a `snapshots` cookie, with or without
/// snapshots. A guest's page sets one without, for a minute, before it sends a form.
bool runs_scripts(const Request& request, const SiteCookies& cookies);

}  // namespace aspic
