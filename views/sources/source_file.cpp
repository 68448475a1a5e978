#include "sources/source_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "base/file_descriptor.h"
#include "sources/gzip.h"
#include "sources/man_root.h"

namespace manual {

namespace {

namespace fs = std::filesystem;

// Returns the real path of the open file. It differs from the checked path if a link was created
// between the check and the opening.
fs::path path_of(const FileDescriptor& descriptor)
{
    std::error_code error;
    return fs::read_symlink("/proc/self/fd/" + std::to_string(descriptor.get()), error);
}

}  // namespace

std::string read_source_file(const fs::path& file, std::size_t limit, bool whole)
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
    // A character of several bytes is not cut in half.
    if (too_large) data.resize(data.rfind('\n') + 1);
    return data;
}

}  // namespace manual
