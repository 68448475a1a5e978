#pragma once
// Files that the front end sends in place of the application: the answer names the file in
// X-Sendfile and has no body, and the front end, if its configuration allows that, sends the file
// and cuts ranges out of it. Values and pure functions.
//
// Whoever sets such a field reads every file that the front end lets the application name. So no
// view sets one, and no answer that a view passes on from elsewhere keeps one: only a File gets it
// (site/file.h), below the directories that the operator allows.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/http/byte_range.h>
#include <aspic/http/headers.h>

namespace aspic {

/// The body is a file on disk.
class FileSource : public RangedSource {
public:
    /// The path by which other processes can open the same file, without symbolic links; empty if
    /// there is none.
    virtual std::string path() const = 0;
};

/// True for a field by which an application tells a front end to send a file: X-Sendfile of
/// lighttpd and Apache, X-Accel-Redirect of nginx, and similar.
bool names_front_end_file(std::string_view field);

/// Removes these fields. Returns the name of one; empty if there was none.
std::string remove_front_end_files(Headers& headers);

class FrontEndFiles {
public:
    /// None: the application sends each file itself.
    FrontEndFiles() = default;
    /// REQUIRES: each path is absolute.
    explicit FrontEndFiles(std::vector<std::string> directories);

    /// The value of X-Sendfile for a body: its path. Nothing if the application must send the body
    /// itself: it is not a file, or not one below an allowed directory, or not all front ends would
    /// read its path as the same one.
    std::optional<std::string> field_for(const BodySource& body) const;

private:
    std::vector<std::string> directories_;  // each ends with '/'
};

}  // namespace aspic
