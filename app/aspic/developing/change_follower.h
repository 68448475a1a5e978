#pragma once
// Says what has changed of a site, once the changes have come to rest: an editor may write a file
// twice, and a branch that is checked out changes many. One thread.

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

#include <aspic/developing/file_watch.h>
#include <aspic/developing/source_files.h>

namespace aspic {

class ChangeFollower {
public:
    using Clock = std::chrono::steady_clock;

    /// `own` is a directory that is not followed: that of dev itself.
    ChangeFollower(SiteSources sources, std::filesystem::path own);

    int descriptor() const { return watch_.descriptor(); }
    bool is_full() const { return watch_.is_full(); }

    /// What has changed and come to rest.
    std::vector<ChangeOf> at_rest(Clock::time_point now);
    /// True if something has changed that is not at rest.
    bool is_waiting() const;

private:
    struct Change {
        std::optional<Clock::time_point> first{};
        Clock::time_point last{};
    };
    static constexpr std::size_t kinds = 5;

    SiteSources sources_;
    FileWatch watch_;
    std::array<Change, kinds> changes_{};
};

}  // namespace aspic
