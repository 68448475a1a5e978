#include <aspic/rendering/old_static_files.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

#include <aspic/base/digest.h>
#include <aspic/base/whole_file.h>
#include <aspic/rendering/compressed_files.h>

namespace aspic {

namespace fs = std::filesystem;

namespace {

constexpr const char* list_name = "former";
constexpr std::size_t digest_size = 16;

using Former = std::map<std::string, Time>;  // since when it is out of the manifest

std::set<std::string> names_in_manifest(const fs::path& directory)
{
    std::istringstream lines{read_whole_file(directory / "manifest")};
    std::set<std::string> names;
    for (std::string name, hashed; lines >> name >> hashed;)
        names.insert(hashed);
    return names;
}

Former read_former(const fs::path& directory)
{
    Former former;
    std::error_code unreadable;
    if (!fs::exists(directory / list_name, unreadable)) return former;
    std::istringstream lines{read_whole_file(directory / list_name)};
    for (std::string since, name; lines >> since >> name;) {
        if (const auto time = parse_time(since)) former.emplace(name, *time);
    }
    return former;
}

void write_former(const fs::path& directory, const Former& former)
{
    std::string text;
    for (const auto& [name, since] : former)
        text += to_text(since) + ' ' + name + '\n';
    write_whole_file(directory / list_name, text);
}

bool is_digest(std::string_view text)
{
    return text.size() == digest_size && text.find_first_not_of("0123456789abcdef") == text.npos;
}

// The part of "site.0123456789abcdef.css" or "plain.0123456789abcdef"; otherwise empty.
std::string digest_in(const fs::path& file)
{
    for (const fs::path& part : {file.stem().extension(), file.extension()}) {
        const std::string text = part.string();
        if (!text.empty() && is_digest(std::string_view{text}.substr(1))) return text.substr(1);
    }
    return {};
}

bool is_collected(const fs::path& file)
{
    const std::string digest = digest_in(file);
    return !digest.empty() && digest == short_digest(read_whole_file(file));
}

// The files that the manifest does not name, each with the time since when that is known.
Former look_for_former(const fs::path& directory, Time now)
{
    const std::set<std::string> current = names_in_manifest(directory);
    const Former known = read_former(directory);
    Former found;
    for (const auto& entry : fs::recursive_directory_iterator{directory}) {
        if (entry.is_symlink() || !entry.is_regular_file()) continue;
        std::string name = entry.path().lexically_relative(directory).generic_string();
        if (current.contains(name)) continue;
        const auto before = known.find(name);
        if (before != known.end())
            found.emplace(std::move(name), std::min(before->second, now));
        else if (is_collected(entry.path()))
            found.emplace(std::move(name), now);
    }
    return found;
}

}  // namespace

std::size_t remove_old_static_files(const fs::path& directory, std::chrono::seconds keep, Time now)
{
    Former former = look_for_former(directory, now);
    std::size_t removed = 0;
    for (auto one = former.begin(); one != former.end();) {
        const fs::path file = directory / one->first;
        // Whoever has changed the list or the file since then must not lose it by that.
        if (now - one->second < keep || !is_collected(file)) {
            ++one;
            continue;
        }
        std::error_code error;
        remove_compressed_copies(file);  // first: without the file, nobody would look for them
        fs::remove(file, error);
        if (error) {
            throw std::runtime_error{"cannot remove the old static file " + file.string() + ": " +
                                     error.message()};
        }
        ++removed;
        one = former.erase(one);
    }
    write_former(directory, former);
    return removed;
}

}  // namespace aspic
