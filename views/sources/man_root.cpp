#include "sources/man_root.h"

#include <sys/stat.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <system_error>
#include <utility>

#include "base/text.h"

namespace manual {

namespace {

namespace fs = std::filesystem;

bool is_section_start(char c)
{
    return (c >= '0' && c <= '9') || c == 'n' || c == 'l';
}

// Matches man1, man3pm and mann, but not man.old.
bool is_section_directory(std::string_view name)
{
    return name.size() > 3 && name.starts_with("man") && is_section_start(name[3]) &&
           std::all_of(name.begin() + 3, name.end(),
                       [](unsigned char c) { return std::isalnum(c) != 0; });
}

bool is_section(std::string_view suffix)
{
    return !suffix.empty() && suffix.size() <= 16 && is_section_start(suffix[0]) &&
           std::all_of(suffix.begin(), suffix.end(),
                       [](unsigned char c) { return std::isalnum(c) != 0; });
}

std::vector<std::string> section_directories(const fs::path& root)
{
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator entry{root, error}, end; !error && entry != end;
         entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        std::error_code ignored;
        if (is_section_directory(name) && entry->is_directory(ignored)) names.push_back(name);
    }
    if (error) throw SourceError{"cannot list " + root.string() + ": " + error.message()};
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace

std::optional<PageName> page_name(std::string_view file_name)
{
    if (file_name.ends_with(".gz")) file_name.remove_suffix(3);
    const std::size_t dot = file_name.rfind('.');
    if (dot == std::string_view::npos || dot == 0 || !is_section(file_name.substr(dot + 1)))
        return {};
    return PageName{std::string{file_name.substr(0, dot)}, std::string{file_name.substr(dot + 1)}};
}

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

void ManRoot::add_files(const fs::path& root, std::vector<ManFile>& files) const
{
    for (const std::string& directory : section_directories(root)) {
        std::error_code error;
        for (fs::directory_iterator entry{root / directory, error}, end; !error && entry != end;
             entry.increment(error)) {
            const std::string file_name = entry->path().filename().string();
            auto page = page_name(file_name);
            struct stat status {};
            if (!page || ::stat(entry->path().c_str(), &status) != 0 || !S_ISREG(status.st_mode))
                continue;
            std::error_code ignored;
            if (entry->is_symlink(ignored) && !allowed(fs::canonical(entry->path(), ignored)))
                continue;
            files.push_back({(fs::path{directory} / file_name).string(), std::move(page->section),
                             std::move(page->name),
                             status.st_mtim.tv_sec * 1'000'000'000 + status.st_mtim.tv_nsec,
                             status.st_size});
        }
    }
}

std::vector<ManFile> ManRoot::files() const
{
    const auto by_path = [](const ManFile& a, const ManFile& b) { return a.path < b.path; };
    std::vector<ManFile> files;
    for (const fs::path& root : directories_) {
        const auto of_root = static_cast<std::ptrdiff_t>(files.size());
        add_files(root, files);
        std::sort(files.begin() + of_root, files.end(), by_path);
    }
    std::set<std::pair<std::string, std::string>> seen;
    std::erase_if(
        files, [&](const ManFile& file) { return !seen.emplace(file.section, file.name).second; });
    std::sort(files.begin(), files.end(), by_path);
    return files;
}

bool ManRoot::has(std::string_view path) const
{
    return std::any_of(directories_.begin(), directories_.end(), [&](const fs::path& directory) {
        std::error_code ignored;
        return fs::exists(directory / path, ignored);
    });
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
           is_section_directory(section.filename().string()) &&
           section.parent_path().filename() == "man";
}

}  // namespace manual
