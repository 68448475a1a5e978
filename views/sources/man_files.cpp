// The part of ManRoot that lists the files of the pages.
#include <sys/stat.h>

#include <algorithm>
#include <set>
#include <system_error>
#include <tuple>
#include <utility>

#include "sources/man_language.h"
#include "sources/man_root.h"

namespace manual {

namespace {

namespace fs = std::filesystem;

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

// Returns pairs of a directory and its language: {"pt_BR", "pt-BR"}.
std::vector<std::pair<std::string, std::string>> language_directories(const fs::path& root)
{
    std::vector<std::pair<std::string, std::string>> found;
    std::error_code error;
    for (fs::directory_iterator entry{root, error}, end; !error && entry != end;
         entry.increment(error)) {
        std::string name = entry->path().filename().string();
        auto language = language_of_directory(name);
        std::error_code ignored;
        if (language && entry->is_directory(ignored))
            found.emplace_back(std::move(name), std::move(*language));
    }
    return found;
}

}  // namespace

// Returns why the file of a page cannot be read, or "".
std::string ManRoot::problem_of(const fs::path& file, const PageName& page) const
{
    std::error_code error;
    const fs::path real = fs::canonical(file, error);
    if (error) return "is a link that leads nowhere";
    if (!allowed(real)) return "is a link to a file that is not a manual page";
    if (!fs::is_regular_file(real, error)) return "is not a regular file";
    if (page.compression.empty()) return "";
    return "is compressed as ." + page.compression + ", and only .gz can be read";
}

void ManRoot::add_files(const fs::path& root, const std::string& directory,
                        const std::string& language, std::vector<ManFile>& files) const
{
    for (const std::string& section : section_directories(root / directory)) {
        std::error_code error;
        for (fs::directory_iterator entry{root / directory / section, error}, end;
             !error && entry != end; entry.increment(error)) {
            const std::string file_name = entry->path().filename().string();
            auto page = page_name(file_name);
            std::error_code ignored;
            if (!page || entry->is_directory(ignored)) continue;
            const bool is_plain = page->compression.empty() && !entry->is_symlink(ignored) &&
                                  entry->is_regular_file(ignored);
            std::string problem = is_plain ? "" : problem_of(entry->path(), *page);
            struct stat status {};
            if (problem.empty() && ::stat(entry->path().c_str(), &status) != 0)
                continue;  // removed meanwhile
            files.push_back({(fs::path{directory} / section / file_name).string(),
                             std::move(page->section), std::move(page->name),
                             status.st_mtim.tv_sec * 1'000'000'000 + status.st_mtim.tv_nsec,
                             status.st_size, language, std::move(problem)});
        }
    }
}

std::vector<ManFile> ManRoot::files() const
{
    // Of the files of one page, one without a problem comes first. Then one outside of `en` counts,
    // and `de` before `de.UTF-8`.
    const auto is_before = [](const ManFile& a, const ManFile& b) {
        using Order = std::tuple<bool, bool, std::size_t, const std::string&>;
        return Order{!a.problem.empty(), !a.path.starts_with("man"), a.path.find('/'), a.path} <
               Order{!b.problem.empty(), !b.path.starts_with("man"), b.path.find('/'), b.path};
    };
    std::vector<ManFile> files;
    for (const fs::path& root : directories_) {
        const auto of_root = static_cast<std::ptrdiff_t>(files.size());
        add_files(root, "", std::string{english}, files);
        for (const auto& [directory, language] : language_directories(root)) {
            std::error_code error;  // it may be removed at any moment
            const fs::path real = fs::canonical(root / directory, error);
            if (!error && allowed(real)) add_files(root, directory, language, files);
        }
        std::sort(files.begin() + of_root, files.end(), is_before);
    }
    std::stable_partition(files.begin(), files.end(),
                          [](const ManFile& file) { return file.problem.empty(); });
    std::set<std::tuple<std::string, std::string, std::string>> seen;
    std::erase_if(files, [&](const ManFile& file) {
        return !seen.emplace(file.language, file.section, file.name).second;
    });
    std::sort(files.begin(), files.end(),
              [](const ManFile& a, const ManFile& b) { return a.path < b.path; });
    return files;
}

}  // namespace manual
