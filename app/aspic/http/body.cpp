#include <aspic/http/body.h>

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <mutex>
#include <system_error>
#include <utility>

namespace aspic {

namespace {

std::system_error failure(const char* what)
{
    return {errno, std::generic_category(), what};
}

}  // namespace

struct Body::Stored {
    Stored(std::string bytes) : memory{std::move(bytes)}, size{memory.size()} {}
    Stored(FileDescriptor opened, std::size_t all, std::shared_ptr<void> keeper)
        : file{std::move(opened)}, size{all}, owner{std::move(keeper)}
    {
    }
    ~Stored()
    {
        if (map != nullptr) ::munmap(map, size);
    }
    Stored(const Stored&) = delete;
    Stored& operator=(const Stored&) = delete;

    std::string memory;
    FileDescriptor file;
    std::size_t size;
    std::shared_ptr<void> owner;
    mutable std::mutex mutex;  // guards the map until it is there
    mutable void* map = nullptr;
};

Body::Body(std::string bytes)
{
    if (!bytes.empty()) stored_ = std::make_shared<const Stored>(std::move(bytes));
}

Body::Body(FileDescriptor file, std::size_t size, std::shared_ptr<void> owner)
    : stored_{std::make_shared<const Stored>(std::move(file), size, std::move(owner))}
{
}

std::size_t Body::size() const
{
    return stored_ ? stored_->size : 0;
}

bool Body::is_in_file() const
{
    return stored_ && stored_->file.is_open();
}

std::string_view Body::bytes() const
{
    if (empty()) return {};
    if (!is_in_file()) return stored_->memory;
    const std::lock_guard lock{stored_->mutex};
    if (stored_->map == nullptr) {
        void* const map =
            ::mmap(nullptr, stored_->size, PROT_READ, MAP_SHARED, stored_->file.get(), 0);
        if (map == MAP_FAILED) throw failure("cannot map the body of a request into memory");
        stored_->map = map;
    }
    return {static_cast<const char*>(stored_->map), stored_->size};
}

std::size_t Body::read(std::size_t offset, std::span<char> into) const
{
    if (offset >= size()) return 0;
    const std::size_t count = std::min(into.size(), size() - offset);
    if (!is_in_file()) {
        std::copy_n(stored_->memory.data() + offset, count, into.data());
        return count;
    }
    std::size_t got = 0;
    while (got < count) {
        const ssize_t result = ::pread(stored_->file.get(), into.data() + got, count - got,
                                       static_cast<off_t>(offset + got));
        if (result < 0 && errno == EINTR) continue;
        if (result <= 0) throw failure("cannot read the body of a request");
        got += static_cast<std::size_t>(result);
    }
    return got;
}

}  // namespace aspic
