// The part of ManRoot that reads sources: files, compression, and `.so` requests.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "base/file_descriptor.h"
#include "base/text.h"
#include "sources/gzip.h"
#include "sources/man_root.h"

namespace manual {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_source = 16U << 20;
constexpr std::size_t beginning_size = 64U << 10;
constexpr int deepest_include = 5;
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

// Returns the real path of the open file. It differs from the checked path if a link was created
// between the check and the opening.
fs::path path_of(const FileDescriptor& descriptor)
{
    std::error_code error;
    return fs::read_symlink("/proc/self/fd/" + std::to_string(descriptor.get()), error);
}

std::string read(const fs::path& file, std::size_t limit, bool whole)
{
    const auto failed = [&](const std::string& why) {
        return SourceError{"cannot read " + file.string() + ": " + why};
    };
    // O_NONBLOCK: opening must not wait for a writer if the file is a FIFO.
    const FileDescriptor descriptor{
        ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};
    if (!descriptor) throw failed(std::strerror(errno));
    struct stat status {};
    if (::fstat(descriptor.get(), &status) != 0 || !S_ISREG(status.st_mode))
        throw failed("it is not a file");
    if (path_of(descriptor) != file) throw failed("it was moved meanwhile");

    std::string data(std::min(limit + 1, static_cast<std::size_t>(status.st_size)), '\0');
    std::size_t size = 0;
    while (size < data.size()) {
        const ssize_t got = ::read(descriptor.get(), data.data() + size, data.size() - size);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) throw failed(std::strerror(errno));
        if (got == 0) break;
        size += static_cast<std::size_t>(got);
    }
    data.resize(size);

    bool too_large = size > limit;
    if (is_gzip(data)) {
        Inflated inflated = inflate_gzip(data, limit);
        if (whole && inflated.state == Inflated::State::damaged)
            throw failed("the gzip data are damaged");
        if (whole && inflated.state == Inflated::State::cut && inflated.text.size() < limit) {
            throw failed("the gzip data end too early");
        }
        too_large = inflated.state == Inflated::State::cut;
        data = std::move(inflated.text);
    }
    if (whole && too_large)
        throw failed("it is larger than " + std::to_string(limit >> 20) + " MB");
    data.resize(std::min(data.size(), limit));
    return data;
}

}  // namespace

// The state of reading one page.
struct ManRoot::Reading {
    std::string_view page;
    std::size_t limit;  // bytes
    bool whole;
    int requests = 0;  // `.so` requests, also those that fail: each needs a disk access
    std::size_t read = 0;
    std::string out{};
};

std::string ManRoot::source(std::string_view path) const
{
    return load(path, largest_source, true);
}

std::string ManRoot::beginning(std::string_view path) const
{
    return load(path, beginning_size, false);
}

std::string ManRoot::load(std::string_view path, std::size_t limit, bool whole) const
{
    for (const fs::path& directory : directories_) {
        std::error_code error;
        const fs::path real = fs::canonical(directory / path, error);
        if (error || !allowed(real)) continue;
        Reading reading{.page = path, .limit = limit, .whole = whole};
        expand(real, 0, reading);
        return std::move(reading.out);
    }
    throw SourceError{"there is no file " + std::string{path} + " in " + name()};
}

// Returns the file that a `.so` request means. The path is relative to one of the roots, or to the
// directory of the page.
std::optional<fs::path> ManRoot::included(std::string_view target, const fs::path& from) const
{
    const fs::path relative{target};
    if (relative.is_absolute() ||
        std::find(relative.begin(), relative.end(), "..") != relative.end())
        return {};
    std::vector<fs::path> bases = directories_;
    bases.push_back(from.parent_path());
    for (const fs::path& base : bases) {
        for (const char* ending : {"", ".gz"}) {
            std::error_code error;
            fs::path real = fs::canonical(base / (relative.string() + ending), error);
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
    const std::string text = manual::read(file, reading.limit, reading.whole);
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
        const auto included_file = included(target, file);
        if (included_file && depth < deepest_include) {
            expand(*included_file, depth + 1, reading);
            if (!out.empty() && out.back() != '\n') out += '\n';
        } else if (depth == 0 && out.empty() && trim(rest).empty()) {
            throw refused("only points to " + std::string{target} + ", which is not there");
        }
    }
    if (reading.whole && out.size() > reading.limit) throw refused("is too large");
}

}  // namespace manual
