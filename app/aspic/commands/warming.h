#pragma once
// Fills the shared cache: has the application make pages for no particular visitor. The gates of
// pages (decorators around cache_page) do not run.

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include <aspic/site/application.h>

namespace aspic {

enum class Warmed : std::uint8_t {
    fresh,     // it was in the cache already
    rendered,  // it was rendered and stored
    not_cacheable,
    failed,
};

struct WarmResult {
    Warmed what = Warmed::failed;
    std::string why{};  // for not_cacheable and failed
};

/// Requests one target, which includes the mount prefix and may be a whole address. A stale page is
/// rendered again too. A page whose view reads the host or the scheme has failed if the target says
/// none: no visitor asks for it. Any thread.
WarmResult warm_page(const Application& application, const std::string& target);

struct WarmSummary {
    static constexpr std::size_t most_examples = 10;

    std::size_t fresh = 0;
    std::size_t rendered = 0;
    std::size_t not_cacheable = 0;
    std::size_t failed = 0;
    std::vector<std::string> examples{};  // the first failures, "PATH: why"
};

/// Warms all targets with this number of threads. Each thread calls `advance` after each target.
WarmSummary warm_pages(const Application& application, const std::vector<std::string>& targets,
                       std::size_t threads, const std::function<void()>& advance);

}  // namespace aspic
