#include <aspic/rendering/static_files.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <system_error>

#include <aspic/base/digest.h>
#include <aspic/base/whole_file.h>
#include <aspic/http/percent.h>
#include <aspic/http/site_url.h>
#include <aspic/rendering/browser_files.h>
#include <aspic/rendering/style_imports.h>

namespace aspic {

namespace fs = std::filesystem;

namespace {

std::string hashed_name(std::string_view name, std::string_view content)
{
    fs::path hashed{name};
    hashed.replace_extension("." + short_digest(content) + hashed.extension().string());
    return hashed.generic_string();
}

std::map<std::string, fs::path> named_sources(const std::vector<fs::path>& sources)
{
    std::map<std::string, fs::path> files;
    const auto add = [&files](const fs::path& file, const std::string& name) {
        const bool stands_in_url = std::all_of(name.begin(), name.end(), [](char c) {
            return c == '/' || percent_encode({&c, 1}).size() == 1;
        });
        if (!stands_in_url) {
            throw std::runtime_error{
                "the name of the static file " + file.string() +
                " has characters other than letters, digits, '-', '.', '_' and '~': "
                "rename it"};
        }
        const auto [other, is_new] = files.emplace(name, file);
        if (!is_new) {
            throw std::runtime_error{"two static files are named " + name + ": " +
                                     other->second.string() + " and " + file.string()};
        }
    };
    for (const fs::path& source : sources) {
        if (fs::is_directory(source)) {
            for (const auto& entry : fs::recursive_directory_iterator{source}) {
                if (entry.is_regular_file()) {
                    add(entry.path(), entry.path().lexically_relative(source).generic_string());
                }
            }
        } else if (fs::is_regular_file(source)) {
            add(source, source.filename().string());
        } else {
            throw std::runtime_error{"there is no static file or directory " + source.string()};
        }
    }
    return files;
}

}  // namespace

StaticFiles StaticFiles::from_manifest(const fs::path& directory)
{
    const fs::path file = directory / "manifest";
    std::ifstream in{file};
    if (!in) {
        throw std::runtime_error{"there is no " + file.string() + ": run `collect-static " +
                                 directory.string() +
                                 " SOURCE...` first, or set --static to the right directory"};
    }
    StaticFiles files;
    auto& names = files.names_.emplace();
    for (std::string name, hashed; in >> name >> hashed;)
        names.emplace(name, hashed);
    for (const BrowserFile& own : browser_files()) {
        const std::string name{own.name};
        const std::string hashed = hashed_name(name, own.content);
        std::error_code unreadable;
        if (fs::exists(directory / hashed, unreadable))
            names.insert_or_assign(name, hashed);
        else
            names.erase(name);
    }
    return files;
}

std::optional<std::string> StaticFiles::url(std::string_view name) const
{
    if (!names_) return site_url("/static/") + std::string{name};
    const auto found = names_->find(name);
    if (found == names_->end()) return {};
    return site_url("/static/") + found->second;
}

std::vector<std::string> StaticFiles::missing_in(const fs::path& directory) const
{
    std::vector<std::string> missing;
    if (!names_) return missing;
    for (const auto& [name, hashed] : *names_) {
        std::error_code unreadable;
        if (!fs::is_regular_file(directory / hashed, unreadable)) missing.push_back(hashed);
    }
    return missing;
}

std::size_t collect_static_files(const std::vector<fs::path>& sources, const fs::path& directory)
{
    std::string manifest;
    const auto collect = [&](const std::string& name, std::string_view content) {
        const std::string hashed = hashed_name(name, content);
        const fs::path target = directory / hashed;
        fs::create_directories(target.parent_path());
        // A power cut may have left a part of it.
        if (!fs::exists(target) || fs::file_size(target) != content.size())
            write_whole_file(target, content);
        manifest += name + ' ' + hashed + '\n';
    };
    const auto files = named_sources(sources);
    for (const BrowserFile& own : browser_files()) {
        const auto same = files.find(std::string{own.name});
        if (same != files.end()) {
            throw std::runtime_error{"the static file " + same->second.string() +
                                     " has a name of the library's own files: rename it"};
        }
        collect(std::string{own.name}, own.content);
    }
    for (const auto& [name, source] : files) {
        const bool is_style = source.extension() == ".css";
        collect(name, is_style ? style_with_imports(source) : read_whole_file(source));
    }
    write_whole_file(directory / "manifest", manifest);
    return files.size() + browser_files().size();
}

}  // namespace aspic
