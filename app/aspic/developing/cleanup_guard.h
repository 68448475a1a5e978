#pragma once
// Cleans up if dev is killed (SIGKILL), which dev itself cannot do. A process that waits for dev's
// end: it then ends all processes of the groups that it knows, and removes dev's files. (The system
// sends SIGTERM to dev's children too, but not to theirs.) REQUIRES: this process has one thread.

#include <sys/types.h>

#include <filesystem>
#include <vector>

#include <aspic/base/file_descriptor.h>
#include <aspic/developing/child_process.h>

namespace aspic {

class CleanupGuard {
public:
    /// Removes these files and directories at dev's end.
    explicit CleanupGuard(const std::vector<std::filesystem::path>& files);
    /// dev has cleaned up itself.
    ~CleanupGuard();
    CleanupGuard(const CleanupGuard&) = delete;
    CleanupGuard& operator=(const CleanupGuard&) = delete;

    /// Ends this process group too.
    void add(const ChildProcess& child);

private:
    FileDescriptor writer_;
    ChildProcess process_;
};

}  // namespace aspic
