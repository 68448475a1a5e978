#include <unistd.h>

#include <exception>
#include <filesystem>
#include <string>
#include <system_error>

#include <aspic/base/errno_text.h>
#include <aspic/commands/checks.h>
#include <aspic/commands/commands.h>
#include <aspic/commands/set_up.h>
#include <aspic/mirroring/mirror_directory.h>
#include <aspic/sessions/key_file.h>
#include <aspic/sessions/session_keys.h>

namespace aspic {

namespace {

namespace fs = std::filesystem;

// The directory, or if it does not exist, the one in which it would be made.
fs::path existing_part(fs::path directory)
{
    std::error_code error;
    directory = fs::absolute(directory, error);
    while (!fs::exists(directory, error) && directory.has_relative_path())
        directory = directory.parent_path();
    return directory;
}

/// Returns why files cannot be made in the directory; empty if they can.
std::string why_not_writable(const fs::path& directory)
{
    const fs::path existing = existing_part(directory);
    std::error_code error;
    if (!fs::is_directory(existing, error)) return existing.string() + " is not a directory";
    if (::access(existing.c_str(), W_OK | X_OK) == 0) return "";
    return existing.string() + ": " + errno_text();
}

/// False too if this user may not look, so no check throws.
bool is_there(const fs::path& path)
{
    std::error_code error;
    return fs::exists(path, error);
}

fs::path without_slash(const std::string& path)
{
    return (fs::absolute(path) / "").lexically_normal().parent_path();
}

/// Returns why a server cannot make this file or directory; empty if it can. The directory around
/// it must exist: a server makes only the data directory.
std::string why_not_makable(const std::string& path, const ServerOptions& options)
{
    const fs::path around = without_slash(path).parent_path();
    std::error_code error;
    if (fs::status(around, error).type() == fs::file_type::not_found &&
        around != without_slash(options.data))
        return "there is no directory " + around.string() + "; make it first";
    return why_not_writable(around);
}

void check_key(const ServerOptions& options, Findings& findings)
{
    const fs::path file = session_key_file(options);
    findings.looked_at("session key");
    try {
        if (key_file::read(file)) {
            SessionKeys::load(file);
        } else if (const std::string why = why_not_makable(file, options); !why.empty()) {
            findings.error("the session key file " + file.string() +
                           " does not exist and cannot be made (" + why +
                           "): let this user write there, or set --session-key");
        }
    } catch (const std::exception& error) {
        findings.error(error.what());
    }
}

/// Returns why a server cannot write its log to this file; empty if it can.
std::string why_no_log(const std::string& file, const ServerOptions& options)
{
    if (!is_there(file)) return why_not_makable(file, options);
    if (std::error_code error; fs::is_directory(file, error)) return "it is a directory";
    return ::access(file.c_str(), W_OK) == 0 ? "" : errno_text();
}

void check_access_log(const ServerOptions& options, Findings& findings)
{
    const std::string& file = options.access_log;
    if (file.empty() || file == "none" || file == "stdout" || file == "stderr") return;
    findings.looked_at("access log");
    if (const std::string why = why_no_log(file, options); !why.empty()) {
        findings.error("the access log " + file + " cannot be written (" + why +
                       "): let this user write there, or set --access-log");
    }
}

void check_mirror(const ServerOptions& options, Findings& findings)
{
    if (options.mirror.empty()) return;
    findings.looked_at("mirror");
    std::string why = is_there(options.mirror) ? MirrorDirectory::why_not_usable(options.mirror)
                                               : why_not_makable(options.mirror, options);
    if (!why.empty()) {
        findings.error("cannot keep a mirror in " + options.mirror + " (" + why +
                       "): make this directory for the user who runs this program, with the group "
                       "of the front end, or set --mirror to another one");
    } else if (is_there(options.mirror)) {
        why = MirrorDirectory::why_unreadable(options.mirror);
        if (!why.empty())
            findings.warning("the front end may be unable to read the mirror in " + options.mirror +
                             ", unless it is the same user (" + why + ")");
    }
}

}  // namespace

void check_files(const ServerOptions& options, Findings& findings)
{
    findings.looked_at("data directory");
    if (const std::string why = why_not_writable(options.data); !why.empty()) {
        findings.error("cannot write in the data directory " + options.data + " (" + why +
                       "): make the user who runs this program its owner, or set --data to "
                       "another directory");
    }
    check_key(options, findings);
    check_access_log(options, findings);
    check_mirror(options, findings);
    if (!options.compression_dictionary.empty()) findings.looked_at("compression dictionary");
    try {
        status_access(options);
        compression_dictionary(options);
    } catch (const std::exception& error) {
        findings.error(error.what());
    }
}

}  // namespace aspic
