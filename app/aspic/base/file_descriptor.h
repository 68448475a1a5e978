#pragma once
// Owns one open file descriptor, and closes it in the destructor. One thread at a time.

#include <unistd.h>

#include <cerrno>
#include <utility>

namespace aspic {

class FileDescriptor {
public:
    FileDescriptor() = default;
    /// A negative number, as system calls return it on failure, owns nothing.
    explicit FileDescriptor(int descriptor) : descriptor_{descriptor} {}
    FileDescriptor(FileDescriptor&& other) noexcept : descriptor_{other.release()} {}
    FileDescriptor& operator=(FileDescriptor&& other) noexcept
    {
        if (this != &other) {
            close();
            descriptor_ = other.release();
        }
        return *this;
    }
    ~FileDescriptor() { close(); }

    bool is_open() const { return descriptor_ >= 0; }
    int get() const { return descriptor_; }
    /// Gives it up without closing it.
    int release() { return std::exchange(descriptor_, -1); }
    /// Keeps errno, so that an earlier failure can still be reported.
    void close()
    {
        if (!is_open()) return;
        const int error = errno;
        ::close(release());
        errno = error;
    }

private:
    int descriptor_ = -1;
};

}  // namespace aspic
