// The lists of files that dpkg keeps, in /var/lib/dpkg: they say which Debian package a manual page
// is from. A file that dpkg-divert has moved belongs to the package that it was moved for or from.
// If the directory is empty, not there, or not named, no file has a package. Any thread may call
// these functions.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>

namespace manual {

inline constexpr const char* usual_dpkg = "/var/lib/dpkg";

// Returns a text that is another one after dpkg has installed, upgraded, removed or diverted
// something.
std::string state_of_packages(const std::filesystem::path& dpkg);

class PackageLists {
public:
    // Reads all lists. Logs a warning if some of them cannot be read.
    explicit PackageLists(const std::filesystem::path& dpkg);

    // Returns the package of a manual page, without its architecture: "coreutils". A link that is in
    // no list, such as those of update-alternatives, is from the package of the file that it leads
    // to. Returns "" if there is no package.
    std::string package_of(const std::filesystem::path& file) const;

private:
    std::string_view listed(std::string_view file) const;

    std::unordered_map<std::string, std::string> packages_;  // by key_of() of a file
};

}  // namespace manual
