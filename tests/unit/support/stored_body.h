#pragma once
// A body in a file, as the server stores a large one.

#include <sys/mman.h>

#include <string_view>

#include <aspic/base/files.h>
#include <aspic/http/body.h>

namespace support {

inline aspic::Body stored_body(std::string_view bytes)
{
    aspic::FileDescriptor file{::memfd_create("body", MFD_CLOEXEC)};
    aspic::write_all(file, bytes);
    return {std::move(file), bytes.size()};
}

}  // namespace support
