#pragma once
// Puts pages into the shared cache by having the application make them, for nobody in particular: what
// decorators around a cached page say of visitors is not asked.

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include <aspic/site/application.h>

namespace aspic {

enum class Warmed : std::uint8_t {
    fresh,     // it was there already
    rendered,  // and stored
    not_cacheable,
    failed,
};

struct WarmResult {
    Warmed what = Warmed::failed;
    std::string why{};  // of not_cacheable and failed
};

/// Asks for one target, mount prefix and all, and stores what is stale there as well. Any thread.
WarmResult warm_page(const Application& application, const std::string& target);

struct WarmSummary {
    static constexpr std::size_t most_examples = 10;

    std::size_t fresh = 0;
    std::size_t rendered = 0;
    std::size_t not_cacheable = 0;
    std::size_t failed = 0;
    std::vector<std::string> examples{};  // the first that failed, "PATH: why"
};

/// All of them, on so many threads; `advance` is called by each of these after each target.
WarmSummary warm_pages(const Application& application, const std::vector<std::string>& targets,
                       std::size_t threads, const std::function<void()>& advance);

}  // namespace aspic
