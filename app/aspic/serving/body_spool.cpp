#include <aspic/serving/body_spool.h>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <utility>

#include <aspic/base/bytes.h>
#include <aspic/base/errno_text.h>
#include <aspic/base/files.h>
#include <aspic/reporting/log.h>

namespace aspic {

namespace {

FileDescriptor file_without_name(const std::filesystem::path& directory)
{
    FileDescriptor file{::open(directory.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600)};
    if (file.is_open() || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL)) return file;
    // This file system has no files without a name.
    std::string name = (directory / "body.XXXXXX").string();
    file = FileDescriptor{::mkostemp(name.data(), O_CLOEXEC)};
    if (file.is_open()) ::unlink(name.c_str());
    return file;
}

bool fail(const std::filesystem::path& directory, std::string why)
{
    log(LogLevel::error,
        "the body of a request cannot be stored, so the request is answered with 507",
        {{"directory", directory.string()}, {"why", std::move(why)}});
    return false;
}

}  // namespace

/// The part of the spool that one body takes. It is given back with the body.
struct SpooledBody::Share {
    explicit Share(BodySpool::Used all) : used{std::move(all)} {}
    ~Share() { *used -= bytes; }
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;

    BodySpool::Used used;
    std::size_t bytes = 0;
};

BodySpool::BodySpool(std::filesystem::path directory, std::size_t most_bytes)
    : directory_{std::move(directory)},
      most_bytes_{most_bytes},
      used_{std::make_shared<std::atomic<std::size_t>>(0)}
{
}

bool SpooledBody::append(const BodySpool& spool, std::string_view bytes)
{
    if (!file_.is_open()) {
        file_ = file_without_name(spool.directory_);
        if (!file_.is_open()) return fail(spool.directory_, errno_text());
        share_ = std::make_shared<Share>(spool.used_);
    }
    *spool.used_ += bytes.size();
    share_->bytes += bytes.size();
    if (*spool.used_ > spool.most_bytes_) {
        return fail(spool.directory_, "the bodies there have more than " +
                                          bytes_text(spool.most_bytes_) +
                                          " together (--max-spool)");
    }
    if (!write_all(file_, bytes)) return fail(spool.directory_, errno_text());
    size_ += bytes.size();
    return true;
}

Body SpooledBody::finish()
{
    return {std::move(file_), std::exchange(size_, 0), std::move(share_)};
}

}  // namespace aspic
