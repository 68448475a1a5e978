#include <aspic/http/uploaded_file.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>
#include <vector>

#include <aspic/base/file_descriptor.h>
#include <aspic/base/files.h>
#include <aspic/base/random_id.h>

namespace aspic {

namespace {

constexpr std::size_t piece_bytes = std::size_t{256} << 10U;

/// After a rename, its name is gone already.
class RemovedAtEnd {
public:
    RemovedAtEnd(const std::filesystem::path& path, bool is_there)
        : path_{path}, is_there_{is_there}
    {
    }
    ~RemovedAtEnd()
    {
        if (is_there_) ::unlink(path_.c_str());
    }
    RemovedAtEnd(const RemovedAtEnd&) = delete;
    RemovedAtEnd& operator=(const RemovedAtEnd&) = delete;

private:
    const std::filesystem::path& path_;
    bool is_there_;
};

bool copy(const UploadedFile& from, const FileDescriptor& to)
{
    std::vector<char> piece(std::min(piece_bytes, from.size()));
    for (std::size_t at = 0; at < from.size();) {
        const std::size_t got = from.read(at, piece);
        if (!write_all(to, {piece.data(), got})) return false;
        at += got;
    }
    return write_to_disk(to, {});
}

}  // namespace

UploadedFile::UploadedFile(std::string field, std::string name, std::string content_type,
                           Place place)
    : field_{std::move(field)},
      name_{std::move(name)},
      content_type_{std::move(content_type)},
      place_{std::move(place)}
{
}

std::string_view UploadedFile::bytes() const
{
    return place_.body.bytes().substr(place_.offset, place_.size);
}

std::size_t UploadedFile::read(std::size_t offset, std::span<char> into) const
{
    if (offset >= size()) return 0;
    return place_.body.read(place_.offset + offset,
                            into.first(std::min(into.size(), size() - offset)));
}

void UploadedFile::save(const std::filesystem::path& path) const
{
    const std::filesystem::path part = path.string() + '.' + random_id();
    const FileDescriptor file{
        ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666)};
    const RemovedAtEnd remains{part, file.is_open()};
    if (!file.is_open() || !copy(*this, file) || ::rename(part.c_str(), path.c_str()) != 0) {
        throw std::system_error{errno, std::generic_category(),
                                "cannot save an uploaded file as " + path.string()};
    }
}

}  // namespace aspic
