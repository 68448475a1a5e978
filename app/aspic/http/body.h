#pragma once
// The body of a request: in memory, or in a file without a name if it is large. Copies share the
// bytes, which never change. The file is gone with the last copy. Any thread.

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include <aspic/base/file_descriptor.h>

namespace aspic {

class Body {
public:
    Body() = default;
    // NOLINTNEXTLINE(google-explicit-constructor): a body in memory is a string
    Body(std::string bytes);
    /// The first `size` bytes of an open file. `owner` lives as long as the body.
    Body(FileDescriptor file, std::size_t size, std::shared_ptr<void> owner = nullptr);

    std::size_t size() const;
    bool empty() const { return size() == 0; }
    bool is_in_file() const;

    /// All bytes. The first call maps a file into memory: what is read of it counts as memory of
    /// this process until the system needs it for something else. Throws std::system_error if that
    /// fails.
    std::string_view bytes() const;

    /// Copies bytes from `offset` on, as many as there are and as `into` can hold. Returns their
    /// number; 0 at the end. Throws std::system_error if the file cannot be read.
    std::size_t read(std::size_t offset, std::span<char> into) const;

private:
    struct Stored;
    std::shared_ptr<const Stored> stored_;
};

}  // namespace aspic
