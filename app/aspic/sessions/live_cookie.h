#pragma once
// What a visitor's browser tells about the copies of fragments that it keeps. Two cookies, both readable by
// script and without any secret:
//   live       the version of what this visitor sees in fragments; there while he is signed in
//   snapshots  "VERSION.KKKKKKkkkkkk...": of which pages the browser has all fragments of that version;
//              six characters for each page (Entry::snapshot_key). Written by app/browser/snapshots.js
// Pure functions.

#include <cstddef>
#include <optional>
#include <string_view>

#include <aspic/http/request.h>

namespace aspic {

inline constexpr std::string_view live_cookie = "live";
inline constexpr std::string_view snapshots_cookie = "snapshots";
inline constexpr std::size_t live_version_size = 11;  // 8 bytes in base64url

/// The version that the visitor has: the first `live` cookie that looks like one of ours. Nothing if
/// there is none.
std::optional<std::string_view> live_version(const Request& request);

/// True if the browser says that it keeps this visitor's fragments of the page with this key.
bool has_snapshot(const Request& request, std::string_view key);

/// True if the browser keeps snapshots of any version, so it runs scripts.
bool keeps_snapshots(const Request& request);

}  // namespace aspic
