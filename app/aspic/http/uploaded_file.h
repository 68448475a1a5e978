#pragma once
// A file in a form (multipart/form-data): a part of the request's body. It has no file of its own
// until you save it. It may outlive the request. A value; any thread.

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include <aspic/http/body.h>

namespace aspic {

class UploadedFile {
public:
    /// For the parser: the file is `size` bytes of `body`, from `offset` on.
    struct Place {
        Body body;
        std::size_t offset = 0;
        std::size_t size = 0;
    };
    UploadedFile(std::string field, std::string name, std::string content_type, Place place);

    /// The name of the field in the form.
    const std::string& field() const { return field_; }
    /// The name that the client gave the file, without directories; empty if it has none. Never use
    /// it as a name on your disk: it may be the name of another file of yours, or end in ".html".
    const std::string& name() const { return name_; }
    /// What the client says about the content; empty if it says nothing. It may be wrong.
    const std::string& content_type() const { return content_type_; }
    std::size_t size() const { return place_.size; }

    /// The whole content; see Body::bytes. It is valid as long as this file or its request.
    std::string_view bytes() const;
    /// See Body::read.
    std::size_t read(std::size_t offset, std::span<char> into) const;

    /// Writes the content to `path`, and replaces a file of that name in one step. Other programs
    /// see no part of it before. Needs no memory for it. Throws std::system_error, which names the
    /// path.
    void save(const std::filesystem::path& path) const;

private:
    std::string field_;
    std::string name_;
    std::string content_type_;
    Place place_;
};

}  // namespace aspic
