#pragma once
// The static files that the front end serves, under names that hold a hash of their content:
// /static/site.3f2a...css. So a browser may keep each one for ever. Collected once by
// `collect-static`; read at start, then by any thread. The library's own files (browser_files.h)
// are always among them.

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aspic {

class StaticFiles {
public:
    /// No manifest: every name is its own URL, right for tests.
    StaticFiles() = default;

    /// Reads DIRECTORY/manifest. The library's own files are those of this build, if they are in
    /// the directory, even where another build has collected later. Throws std::runtime_error
    /// naming the file and the way out.
    static StaticFiles from_manifest(const std::filesystem::path& directory);

    /// "/static/site.0123456789abcdef.css" for "site.css"; nothing where the manifest does not list
    /// it.
    std::optional<std::string> url(std::string_view name) const;

private:
    std::optional<std::map<std::string, std::string, std::less<>>> names_;
};

/// Copies every file of `sources` (files, or directories with all that is in them) and the
/// library's own into `directory` under its hashed name and writes the manifest, each by rename, so
/// that a reader never sees half a file. Returns how many. Throws std::runtime_error naming the
/// file, also where two have the same name.
std::size_t collect_static_files(const std::vector<std::filesystem::path>& sources,
                                 const std::filesystem::path& directory);

}  // namespace aspic
