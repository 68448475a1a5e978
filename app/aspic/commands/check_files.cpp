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

void check_key(const ServerOptions& options, Findings& findings)
{
    const fs::path file = session_key_file(options);
    findings.looked_at("session key");
    try {
        if (key_file::read(file)) {
            SessionKeys::load(file);
        } else if (const std::string why = why_not_writable(file.parent_path()); !why.empty()) {
            findings.error("the session key file " + file.string() +
                           " does not exist and cannot be made (" + why +
                           "): let this user write there, or set --session-key");
        }
    } catch (const std::exception& error) {
        findings.error(error.what());
    }
}

void check_access_log(const std::string& file, Findings& findings)
{
    if (file.empty() || file == "none" || file == "stdout" || file == "stderr") return;
    findings.looked_at("access log");
    std::error_code error;
    std::string why;
    if (!fs::exists(file, error))
        why = why_not_writable(fs::absolute(file, error).parent_path());
    else if (::access(file.c_str(), W_OK) != 0)
        why = errno_text();
    if (!why.empty()) {
        findings.error("the access log " + file + " cannot be written (" + why +
                       "): let this user write there, or set --access-log");
    }
}

void check_mirror(const ServerOptions& options, Findings& findings)
{
    if (options.mirror.empty()) return;
    findings.looked_at("mirror");
    std::string why = why_not_writable(options.mirror);
    if (std::error_code error; why.empty() && fs::exists(options.mirror, error))
        why = MirrorDirectory::why_not_usable(options.mirror);
    if (!why.empty()) {
        findings.error("cannot keep a mirror in " + options.mirror + " (" + why +
                       "): make this directory for the user who runs this program, with the group "
                       "of the front end, or set --mirror to another one");
    } else if (fs::exists(options.mirror)) {
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
    check_access_log(options.access_log, findings);
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
