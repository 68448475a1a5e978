#pragma once
// The address to return to after a form, such as the ?next= of signed_in. Pure functions; any
// thread.

#include <optional>
#include <string>
#include <string_view>

namespace aspic {

/// Returns `typed` if it is a URL of this site without scheme and host, with its query: below
/// `--mount /docs`, one that begins with "/docs". Otherwise returns `otherwise`, or the URL of the
/// site's "/" if that is empty. `typed` comes with the request, so somebody may have made a link
/// that sends your visitors to another site ("//evil.example", "/\evil.example").
///
///     return redirect(local_path(request.form().first("next")));
std::string local_path(std::optional<std::string_view> typed, std::string_view otherwise = {});

}  // namespace aspic
