#include <aspic/commands/warming.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>
#include <utility>

#include <aspic/caching/cache_detail.h>
#include <aspic/commands/set_up.h>
#include <aspic/http/response.h>
#include <aspic/http/target_origin.h>

namespace aspic {

namespace {

constexpr const char* no_host =
    "its view reads the host or the scheme, so it is another page for each host: name them with "
    "--host, such as --host https://docs.example.org";

bool lacks_host(const Entry& entry, std::string_view target)
{
    if (!origin_of_target(target).host.empty()) return false;
    return std::ranges::any_of(entry.inputs, [](const auto& input) {
        return input.first == "host" || input.first == "scheme";
    });
}

WarmResult judge(int status, const CacheStatus& cache_status)
{
    if (status >= 400) {
        return {Warmed::failed, "the answer is " + std::to_string(status) + ' ' +
                                    std::string{reason_phrase(status)}};
    }
    if (cache_status.is_stored) return {Warmed::rendered};
    if (cache_status.is_hit || cache_status.is_collapsed) return {Warmed::fresh};
    if (cache_status.says(cache_detail::store_failed))
        return {Warmed::failed, "it could not be stored in Redis"};
    if (cache_status.says(cache_detail::not_shared) ||
        cache_status.says(cache_detail::waited_too_long))
        return {Warmed::failed, "another process should have rendered it, but did not"};
    return {Warmed::not_cacheable, cache_status.detail};
}

}  // namespace

WarmResult warm_page(const Application& application, const std::string& target)
{
    // If the page was stale, ask once more after its renewal, to see the result.
    for (bool renewed = false;; renewed = true) {
        const MadePage made = application.make_page(target);
        if (made.cache_status.says(cache_detail::stale_if_error))
            return {Warmed::failed, "its view fails; an old page is served instead"};
        if (!made.cache_status.says(cache_detail::stale_while_revalidate)) {
            WarmResult result = judge(made.status, made.cache_status);
            if (made.status < 400 && made.entry && lacks_host(*made.entry, target))
                return {Warmed::failed, no_host};
            if (renewed && result.what == Warmed::fresh) result.what = Warmed::rendered;
            return result;
        }
        if (renewed)
            return {Warmed::failed,
                    "it is still stale: its view fails, or another process is rendering it now"};
    }
}

WarmSummary warm_pages(const Application& application, const std::vector<std::string>& targets,
                       std::size_t threads, const std::function<void()>& advance)
{
    WarmSummary summary;
    std::mutex mutex;
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (std::size_t at = next++; at < targets.size(); at = next++) {
            const WarmResult result = warm_page(application, targets[at]);
            {
                const std::lock_guard lock{mutex};
                switch (result.what) {
                    case Warmed::fresh:
                        ++summary.fresh;
                        break;
                    case Warmed::rendered:
                        ++summary.rendered;
                        break;
                    case Warmed::not_cacheable:
                        ++summary.not_cacheable;
                        break;
                    case Warmed::failed:
                        ++summary.failed;
                        if (summary.examples.size() < WarmSummary::most_examples)
                            summary.examples.push_back(targets[at] + ": " + result.why);
                }
            }
            advance();
        }
    };
    std::vector<std::thread> workers;
    {
        const SignalsBlocked blocked;
        for (std::size_t i = 0; i < std::min(threads, targets.size()); ++i)
            workers.emplace_back(work);
    }
    for (std::thread& worker : workers)
        worker.join();
    return summary;
}

}  // namespace aspic
