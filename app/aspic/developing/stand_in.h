#pragma once
// Answers for the site while its program cannot: every address shows why, on a page that comes back
// by itself. Only who may see what dev says is told (is_local of site/dev_door.h). A process of its
// own, on the site's socket. One thread.

#include <filesystem>
#include <string>

namespace aspic {

struct StandIn {
    int listener = -1;
    std::filesystem::path state;  // of PageState
    std::string mount;
    std::string title;
    std::string text;

    /// The page that every address shows.
    std::string page(const std::string& seen) const;
    /// Answers until the process is killed.
    [[noreturn]] void run() const;
};

}  // namespace aspic
