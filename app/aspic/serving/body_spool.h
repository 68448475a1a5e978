#pragma once
// Large bodies of requests on disk, in files without a name: the system removes them with their
// last descriptor, also if the process is killed. Any thread; a SpooledBody belongs to one.

#include <atomic>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string_view>

#include <aspic/base/file_descriptor.h>
#include <aspic/http/body.h>

namespace aspic {

class BodySpool {
public:
    /// The files of all bodies together have at most `most_bytes`. An empty directory: there are no
    /// files, and bodies stay in memory.
    BodySpool(std::filesystem::path directory, std::size_t most_bytes);

    bool is_open() const { return !directory_.empty(); }

private:
    friend class SpooledBody;
    using Used = std::shared_ptr<std::atomic<std::size_t>>;

    std::filesystem::path directory_;
    std::size_t most_bytes_;
    Used used_;
};

/// A body that is arriving.
class SpooledBody {
public:
    /// Adds bytes at the end. Returns false if they cannot be stored, because the disk is full or
    /// the spool has its most bytes; that is logged. The body is lost then.
    bool append(const BodySpool& spool, std::string_view bytes);
    std::size_t size() const { return size_; }
    /// The whole body. The next append() begins another one.
    Body finish();

private:
    struct Share;

    FileDescriptor file_;
    std::size_t size_ = 0;
    std::shared_ptr<Share> share_;
};

}  // namespace aspic
