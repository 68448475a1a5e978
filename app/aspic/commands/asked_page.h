#pragma once
// Reads the pages that a person names on the command line. Pure functions.

#include <string>
#include <string_view>
#include <vector>

namespace aspic {

/// A page that a command asks for.
struct AskedPage {
    std::string origin{};  // "https://docs.example.org"; empty: none is said
    std::string target{};  // canonical path and query, without the mount prefix

    /// As Application::make_page takes it.
    std::string with_mount(const std::string& mount) const { return origin + mount + target; }
};

/// Reads "/man/1/ls?q=x", a path without the mount prefix, or "https://docs.example.org/docs/man",
/// an address as in a browser, with it. Throws UsageError, which names the text and what is right.
AskedPage asked_page(const std::string& text, const std::string& mount);

/// The same for an address in a sitemap, which has the mount prefix with and without a host.
AskedPage page_in_sitemap(const std::string& address, const std::string& mount);

/// The origins in the value of --host: "http://a" for "a".
std::vector<std::string> origins_of(std::string_view hosts);

}  // namespace aspic
