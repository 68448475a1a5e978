#pragma once
// The Content-Security-Policy of a page (W3C, CSP Level 3). Pure functions.

#include <string>
#include <string_view>

namespace aspic {

/// The policy, extended so that this one inline script may run: its hash ('sha256-...') is added to
/// what governs inline scripts (script-src-elem, script-src, or else default-src, from which a
/// script-src is then made). A policy that lets any inline script run, or says nothing of scripts,
/// stays as it is. Several policies, separated by commas, are each extended.
std::string allow_script(std::string_view policies, std::string_view script);

}  // namespace aspic
