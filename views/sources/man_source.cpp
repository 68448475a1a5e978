// The part of ManRoot that reads sources: encodings and `.so` requests.
#include <sys/stat.h>

#include <algorithm>
#include <system_error>

#include "base/text.h"
#include "sources/encoding.h"
#include "sources/man_root.h"
#include "sources/roff_text.h"
#include "sources/source_file.h"

namespace manual {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_source = 16U << 20;
constexpr std::size_t beginning_size = 64U << 10;
constexpr int deepest_include = 10;  // as for man(1)
constexpr int most_requests = 200;

// Parses ".so man1/gzip.1" as "man1/gzip.1". Returns an empty text for every other line.
std::string_view so_target(std::string_view line)
{
    if (line.empty() || (line[0] != '.' && line[0] != '\'')) return {};
    line = trim(line.substr(1));
    if (!line.starts_with("so") || line.size() < 4 || (line[2] != ' ' && line[2] != '\t'))
        return {};
    line = trim(line.substr(3));
    return line.substr(0, line.find_first_of(" \t"));
}

// Returns true if the text has nothing but empty lines and comments.
bool has_only_comments(std::string_view text)
{
    while (!text.empty()) {
        const std::string_view line = take_line(text);
        const auto request = roff_request(line);
        const bool is_comment = request && request->macro.empty();
        if (!is_comment && !trim(line).empty()) return false;
    }
    return true;
}

// "de" for "de/man1/ls.1.gz", "" for "man1/ls.1.gz"
std::string language_directory(std::string_view path)
{
    const std::string_view first = path.substr(0, path.find('/'));
    const bool is_below = path.find('/', first.size() + 1) != std::string_view::npos;
    return is_below ? std::string{first} : "";
}

}  // namespace

// The state of reading one page.
struct ManRoot::Reading {
    std::string_view page;
    std::string directory;  // of translations: "de", or ""
    std::size_t limit;      // bytes
    bool whole;
    int requests = 0;  // `.so` requests, also those that fail: each needs a disk access
    std::size_t read = 0;
    std::string failure{};  // of the first `.so` request that fails
    std::vector<std::string> included{};
    std::string out{};
};

std::string ManRoot::source(std::string_view path) const
{
    return load(path, largest_source, true).out;
}

ManBeginning ManRoot::beginning(std::string_view path) const
{
    Reading reading = load(path, beginning_size, false);
    return {std::move(reading.out), std::move(reading.included)};
}

ManRoot::Reading ManRoot::load(std::string_view path, std::size_t limit, bool whole) const
{
    for (const fs::path& directory : directories_) {
        std::error_code error;
        const fs::path real = fs::canonical(directory / path, error);
        if (error || !allowed(real)) continue;
        Reading reading{
            .page = path, .directory = language_directory(path), .limit = limit, .whole = whole};
        expand(real, 0, reading);
        if (!reading.failure.empty() && has_only_comments(reading.out)) {
            throw SourceError{"page " + std::string{path} + " only points to " + reading.failure};
        }
        return reading;
    }
    throw SourceError{"there is no file " + std::string{path} + " in " + name()};
}

std::string ManRoot::state_of(const std::vector<std::string>& files)
{
    std::string state;
    for (const std::string& file : files) {
        struct stat status {};
        if (::stat(file.c_str(), &status) != 0) status = {};
        state += file + '\t' + std::to_string(status.st_mtim.tv_sec) + '.' +
                 std::to_string(status.st_mtim.tv_nsec) + '\t' + std::to_string(status.st_size) +
                 '\n';
    }
    return state;
}

// Returns the file that a `.so` request means. A relative path is relative to one of the roots (or
// to its directory of translations), or to the directory of the page.
std::optional<fs::path> ManRoot::included(std::string_view target, const fs::path& from,
                                          const std::string& language_directory) const
{
    const fs::path path{target};
    if (std::find(path.begin(), path.end(), "..") != path.end()) return {};
    std::vector<fs::path> bases;
    for (const fs::path& directory : directories_)
        bases.push_back(directory / language_directory);
    bases.push_back(from.parent_path());
    for (const fs::path& base : bases) {
        for (const char* ending : {"", ".gz"}) {
            std::error_code error;
            // An absolute path replaces the base.
            fs::path real = fs::canonical(base / (path.string() + ending), error);
            if (!error && allowed(real) && fs::is_regular_file(real, error)) return real;
        }
    }
    return {};
}

void ManRoot::expand(const fs::path& file, int depth, Reading& reading) const
{
    const auto refused = [&](const std::string& why) {
        return SourceError{"page " + std::string{reading.page} + " " + why};
    };
    std::string& out = reading.out;
    const std::string text = source_in_utf8(read_source_file(file, reading.limit, reading.whole),
                                            legacy_encoding(reading.directory));
    reading.read += text.size();
    if (reading.whole && reading.read > reading.limit)
        throw refused("is too large with all that it includes");
    for (std::string_view rest = text; !rest.empty() && out.size() < reading.limit;) {
        const std::size_t end = std::min(rest.find('\n'), rest.size() - 1) + 1;
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(end);
        const std::string_view target = so_target(line);
        if (target.empty()) {
            out += line;
            continue;
        }
        if (++reading.requests > most_requests) {
            throw refused("has more than " + std::to_string(most_requests) +
                          " .so requests, with those of the files that it includes");
        }
        const auto included_file = included(target, file, reading.directory);
        if (included_file && depth < deepest_include) {
            reading.included.push_back(included_file->string());
            expand(*included_file, depth + 1, reading);
            if (!out.empty() && out.back() != '\n') out += '\n';
        } else if (reading.failure.empty()) {
            reading.failure =
                std::string{target} + (included_file ? ", in a chain of more than ten .so requests"
                                                     : ", which is not there");
        }
    }
    if (reading.whole && out.size() > reading.limit) throw refused("is too large");
}

}  // namespace manual
