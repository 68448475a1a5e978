#include "catalogue/package_lists.h"

#include <aspic/aspic.h>

#include <cerrno>
#include <fstream>
#include <map>
#include <optional>
#include <system_error>
#include <utility>

#include "base/text.h"
#include "sources/man_root.h"

namespace manual {

namespace {

namespace fs = std::filesystem;

// The largest list of Debian has about 10 MB.
constexpr std::uintmax_t largest_list = 64U << 20;
constexpr std::size_t most_files = 2'000'000;
constexpr std::string_view list_ending = ".list";

// Debian has merged /lib into /usr/lib, but old lists name the files by their old paths.
std::string_view key_of(std::string_view file)
{
    constexpr std::string_view usr = "/usr";
    return file.starts_with("/usr/") ? file.substr(usr.size()) : file;
}

// Returns nothing, and sets `why`, if the file cannot be read.
std::optional<std::string> content(const fs::path& file, std::string& why)
{
    std::error_code error;
    const std::uintmax_t size = fs::file_size(file, error);
    if (error || size > largest_list) {
        why = error ? error.message() : "has more than 64 MB";
        return {};
    }
    std::string text(size, '\0');
    std::ifstream in{file, std::ios::binary};
    if (!in.read(text.data(), static_cast<std::streamsize>(size))) {
        why = std::generic_category().message(errno);
        return {};
    }
    return text;
}

struct Diversion {
    std::string to;
    std::string package;  // whose file is not moved; ":" if an administrator made the diversion
};
using Diversions = std::map<std::string, Diversion, std::less<>>;  // by the file that is moved

// Each diversion has three lines: the file, where it is moved, and the package.
Diversions diversions(const fs::path& file)
{
    Diversions found;
    std::error_code ignored;
    if (!fs::exists(file, ignored)) return found;
    std::string why;
    const auto text = content(file, why);
    if (!text) {
        aspic::log(aspic::LogLevel::warning, "the diversions of dpkg cannot be read",
                   {{"file", file.string()}, {"why", why}});
        return found;
    }
    const auto lines = split(*text, '\n');
    for (std::size_t i = 0; i + 2 < lines.size(); i += 3) {
        found.emplace(lines[i], Diversion{std::string{lines[i + 1]}, std::string{lines[i + 2]}});
    }
    return found;
}

// Calls `use` for each line that may be a manual page.
template <class Use>
void each_manual_page(std::string_view list, Use use)
{
    constexpr std::string_view part = "/man/";
    for (std::size_t at = list.find(part); at != std::string_view::npos; at = list.find(part, at)) {
        const std::size_t begin = list.rfind('\n', at) + 1;  // 0 in the first line
        at = std::min(list.find('\n', at), list.size());
        use(list.substr(begin, at - begin));
    }
}

}  // namespace

// Each change of dpkg replaces a list, which changes the time of their directory.
std::string state_of_packages(const fs::path& dpkg)
{
    if (dpkg.empty()) return "";
    return ManRoot::state_of({(dpkg / "info").string(), (dpkg / "diversions").string()});
}

PackageLists::PackageLists(const fs::path& dpkg)
{
    if (dpkg.empty()) return;
    std::error_code error;
    fs::directory_iterator list{dpkg / "info", error};
    if (error == std::errc::no_such_file_or_directory) return;  // no Debian
    const Diversions moved = diversions(dpkg / "diversions");
    std::size_t unreadable = 0;
    std::string first;
    std::string why;
    const auto problem = [&](const fs::path& file, const std::string& reason) {
        if (unreadable++ > 0) return;
        first = file.string();
        why = reason;
    };
    for (const fs::directory_iterator end; !error && list != end; list.increment(error)) {
        std::string package = list->path().filename().string();
        if (!package.ends_with(list_ending)) continue;
        package.resize(std::min(package.find(':'), package.size() - list_ending.size()));
        std::string reason;
        const auto text = content(list->path(), reason);
        if (!text) {
            problem(list->path(), reason);
            continue;
        }
        each_manual_page(*text, [&](std::string_view file) {
            const auto diversion = moved.find(file);
            if (diversion != moved.end() && diversion->second.package != package)
                file = diversion->second.to;
            if (packages_.size() >= most_files) return;
            // The order of the lists does not matter if two of them have the same file.
            std::string& known = packages_[std::string{key_of(file)}];
            if (known.empty() || package < known) known = package;
        });
    }
    if (error) problem(dpkg / "info", error.message());
    if (unreadable > 0) {
        aspic::log(aspic::LogLevel::warning, "lists of packages cannot be read",
                   {{"lists", std::to_string(unreadable)}, {"first", first}, {"why", why}});
    }
}

std::string_view PackageLists::listed(std::string_view file) const
{
    const auto found = packages_.find(std::string{key_of(file)});
    return found == packages_.end() ? std::string_view{} : found->second;
}

std::string PackageLists::package_of(const fs::path& file) const
{
    if (packages_.empty() || file.empty()) return "";
    const std::string_view own = listed(file.native());
    if (!own.empty()) return std::string{own};
    std::error_code error;
    if (!fs::is_symlink(file, error)) return "";
    const fs::path real = fs::canonical(file, error);
    return error ? "" : std::string{listed(real.native())};
}

}  // namespace manual
