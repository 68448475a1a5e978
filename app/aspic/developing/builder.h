#pragma once
// Runs the command that builds the site. A change while it runs ends it and starts it again. One
// thread.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <aspic/developing/child_process.h>
#include <aspic/developing/cleanup_guard.h>
#include <aspic/developing/log_file.h>

namespace aspic {

class Builder {
public:
    /// `log` and `guard` must outlive it.
    Builder(std::string command, std::vector<std::string> environment, LogFile& log,
            CleanupGuard& guard);

    bool has_command() const { return !command_.empty(); }
    bool is_running() const { return process_.has_value(); }
    void start();

    enum class Event : std::uint8_t { none, succeeded, failed };
    /// What has happened since the last call.
    Event look();
    /// Asks it to end, with all that it has started.
    void stop();

private:
    std::string command_;
    std::vector<std::string> environment_;
    LogFile& log_;
    CleanupGuard& guard_;
    std::optional<ChildProcess> process_;
    bool starts_again_ = false;
};

}  // namespace aspic
