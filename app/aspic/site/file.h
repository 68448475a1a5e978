#pragma once
// File: a file from disk as the answer of a view. It is read while it is sent, so it takes the same
// small memory whatever its size.
//
//     File cover(Request& request, std::string_view name)
//     {
//         return File::below("/srv/covers", name, "image/jpeg");
//     }
//
// The answer has Content-Length, Last-Modified and an ETag, and a client that has the file already
// gets a 304. If the file is changed or cut while it is sent, the answer is cut too: the client
// sees that it is not whole. To replace a file safely, write a new one and rename it.
//
// A request for one range gets that part (206). The page cache does not keep it. It is sent by the
// same rules as a Stream (site/stream.h).
//
// With `--x-sendfile DIR`, the front end sends the files below that directory itself, and cuts the
// ranges. The fields of the answer are the same. A file that was opened by descriptor is never sent
// that way.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include <aspic/base/file_descriptor.h>
#include <aspic/http/answer_head.h>
#include <aspic/http/body_source.h>
#include <aspic/http/response.h>

namespace aspic {

class File : public AnswerHead {
public:
    /// Opens the file, which may be anywhere: the path must not come from a visitor. Throws
    /// NotFound if there is no such file or it is not a regular file, and std::system_error, which
    /// names the path, if it cannot be opened.
    File(const std::filesystem::path& path, std::string_view type);
    /// The same for an open file. Throws std::invalid_argument if it is not a regular file.
    File(FileDescriptor file, std::string_view type);
    /// Opens a file below the directory, by a path that may come from a visitor. Throws NotFound
    /// also if the path could lead out of the directory: if one of its segments is empty, "." or
    /// "..", or if one below the directory is a symbolic link.
    static File below(const std::filesystem::path& directory, std::string_view path,
                      std::string_view type);

    // NOLINTNEXTLINE(google-explicit-constructor)
    operator Response() &&;

private:
    enum class OpenedBy : std::uint8_t { path, descriptor };
    File(FileDescriptor file, std::string_view type, OpenedBy by);

    BodySourcePtr body_;
};

}  // namespace aspic
