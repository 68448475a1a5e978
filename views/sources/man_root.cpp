#include "sources/man_root.h"

#include <algorithm>
#include <system_error>

#include "base/text.h"

namespace manual {

namespace fs = std::filesystem;

ManRoot::ManRoot(const std::string& directories)
{
    for (const std::string_view name : split(directories, ':')) {
        std::error_code error;
        const fs::path directory = fs::canonical(name, error);
        if (error || !fs::is_directory(directory, error)) {
            throw SourceError{"there is no directory of manual pages at " + std::string{name} +
                              "; name another one with --man-root"};
        }
        directories_.push_back(directory);
    }
}

std::string ManRoot::name() const
{
    std::string name;
    for (const fs::path& directory : directories_)
        name += (name.empty() ? "" : ":") + directory.string();
    return name;
}

bool ManRoot::has(std::string_view path) const
{
    return !place_of(path).empty();
}

fs::path ManRoot::place_of(std::string_view path) const
{
    for (const fs::path& directory : directories_) {
        fs::path file = directory / path;
        std::error_code ignored;
        if (fs::exists(file, ignored)) return file;
    }
    return {};
}

bool ManRoot::allowed(const fs::path& real) const
{
    const bool is_below =
        std::any_of(directories_.begin(), directories_.end(), [&](const fs::path& directory) {
            const auto [in_root, in_real] =
                std::mismatch(directory.begin(), directory.end(), real.begin(), real.end());
            return in_root == directory.end() && in_real != real.end();
        });
    if (is_below) return true;
    const fs::path section = real.parent_path();
    return page_name(real.filename().string()) &&
           (section.filename() == "man" || (is_section_directory(section.filename().string()) &&
                                            section.parent_path().filename() == "man"));
}

}  // namespace manual
