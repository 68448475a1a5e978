#pragma once
// The Content-Security-Policy of a page (W3C, CSP Level 3). Pure functions.

#include <string>
#include <string_view>

namespace aspic {

/// The source that allows one inline script or style: 'sha256-...' (CSP Level 3, section 6.7.3.3).
std::string hash_source(std::string_view text);

/// Returns the policy, extended so that this one inline script may run. The script's hash
/// ('sha256-...') is added to the directive for inline scripts: script-src-elem, script-src, or a
/// new script-src made from default-src. A policy that allows any inline script, or says nothing
/// about scripts, is not changed. If there are several policies, separated by commas, each is
/// extended.
std::string allow_script(std::string_view policies, std::string_view script);

}  // namespace aspic
