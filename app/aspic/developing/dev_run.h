#pragma once
// One run of `dev`: its programs, and what a change means for them. Inner part of dev_server.h.

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/developing/builder.h>
#include <aspic/developing/change_follower.h>
#include <aspic/developing/child_process.h>
#include <aspic/developing/cleanup_guard.h>
#include <aspic/developing/dev_loop.h>
#include <aspic/developing/dev_server.h>
#include <aspic/developing/http_probe.h>
#include <aspic/developing/log_file.h>
#include <aspic/developing/page_state.h>
#include <aspic/developing/run_directories.h>
#include <aspic/developing/site_runner.h>
#include <aspic/serving/listener.h>

namespace aspic {

class DevRun {
public:
    /// `settings` and `loop` must outlive it. `mask` is the umask of the build.
    DevRun(const DevSettings& settings, DevLoop& loop, mode_t mask);

    /// Returns when the site answers. Throws StopSignal, and std::runtime_error.
    void start();
    /// Follows the changes. Ends only by an exception: StopSignal, or std::runtime_error if a
    /// program has ended.
    [[noreturn]] void serve();
    /// Ends all programs, the last one first.
    void stop();
    bool has_served() const { return has_served_; }

private:
    using Clock = std::chrono::steady_clock;
    static constexpr std::chrono::milliseconds moment{20};

    /// A program that must run as long as dev.
    struct Helper {
        std::string name;
        LogFile log;
        ChildProcess process;
        int quit_signal = 0;
    };

    void start_redis();
    void start_front_end();
    void start_site();
    void check_answer();
    void start_helper(std::string name, const std::filesystem::path& log, ChildCommand command,
                      int quit_signal);
    /// Asks the site through the front end. Nothing if there is no answer in this time.
    std::optional<HttpProbe::Answer> ask(const std::string& path, std::chrono::seconds most);
    void await(Helper& helper, const std::function<bool()>& condition);
    [[noreturn]] void report_end(const std::string& name, const std::string& how,
                                 const LogFile& log) const;
    void end(ChildProcess& process, int signal);

    // What has happened, and what follows (dev_changes.cpp).
    void look_after_site();
    void look_after_build();
    void follow_changes();
    void take_new_pages(bool has_new_files);
    void take_new_program();
    /// Collects the static files, by the program of the site. Returns why that failed.
    std::string collect();
    /// Reads the list of static files. True if others than style sheets are new in it.
    bool has_new_list();
    std::string ask_about_templates();
    void publish();
    std::vector<pollfd> descriptors() const;

    const DevSettings& settings_;
    DevLoop& loop_;
    RunDirectories directories_;
    CleanupGuard guard_;
    Listener listener_;
    PageState state_;
    LogFile site_log_;
    LogFile build_log_;
    LogFile static_log_;
    SiteRunner site_;
    Builder builder_;
    std::vector<Helper> helpers_;  // in the order of their start
    std::optional<ChangeFollower> follower_;
    PageState::Problem site_problem_{};
    PageState::Problem build_problem_{};
    PageState::Problem files_problem_{};
    bool program_is_new_ = false;
    std::set<std::string> list_;  // the collected files, by their names with a hash
    bool has_served_ = false;
};

/// Reports progress.
void say(std::string_view sentence);

}  // namespace aspic
