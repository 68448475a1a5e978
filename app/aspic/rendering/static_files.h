#pragma once
// The static files that the front end serves, under names that hold a hash of their content:
// /static/site.3f2a...css. So a browser may keep each file for ever. `collect-static` collects them
// once; the server reads the list at start. The library's own files (browser_files.h) are always
// among them. Any thread.

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aspic {

class StaticFiles {
public:
    /// Without a manifest: the URL of "site.css" is "/static/site.css". For tests.
    StaticFiles() = default;

    /// Reads DIRECTORY/manifest. The library's own files are those of this build, if they are in
    /// the directory, even if another build has collected its files later. Throws
    /// std::runtime_error, which names the file and what to do.
    static StaticFiles from_manifest(const std::filesystem::path& directory);

    /// "/static/site.0123456789abcdef.css" for "site.css", with the prefix of the mount before it.
    /// Nullopt if the manifest does not list it.
    std::optional<std::string> url(std::string_view name) const;

    /// The number of files in the manifest, and those of them that `directory` does not have.
    std::size_t count() const { return names_ ? names_->size() : 0; }
    std::vector<std::string> missing_in(const std::filesystem::path& directory) const;

    bool operator==(const StaticFiles&) const = default;

private:
    std::optional<std::map<std::string, std::string, std::less<>>> names_;
};

/// Copies every file of `sources` (files, or directories with everything in them) and the library's
/// own files into `directory` under its hashed name, and writes the manifest. A style sheet contains
/// the files that it imports (style_imports.h). Each file is written by rename, so a reader never
/// sees half a file. Returns the number of files. Throws std::runtime_error, which names the file,
/// if a file cannot be read or written, or if two have the same name.
std::size_t collect_static_files(const std::vector<std::filesystem::path>& sources,
                                 const std::filesystem::path& directory);

}  // namespace aspic
