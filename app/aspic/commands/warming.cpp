#include <aspic/commands/warming.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <string_view>
#include <thread>
#include <utility>

#include <aspic/commands/set_up.h>

namespace aspic {

namespace {

// Returns the value of a field in an answer's head; "" if there is no such field.
std::string_view field_of(std::string_view head, std::string_view name)
{
    while (!head.empty()) {
        const std::string_view line = head.substr(0, head.find("\r\n"));
        if (line.starts_with(name) && line.substr(name.size()).starts_with(": "))
            return line.substr(name.size() + 2);
        head.remove_prefix(std::min(line.size() + 2, head.size()));
    }
    return "";
}

bool says(std::string_view status, std::string_view word)
{
    return status.find(word) != std::string_view::npos;
}

std::string_view detail_of(std::string_view status)
{
    constexpr std::string_view name = "; detail=";
    const std::size_t at = status.find(name);
    return at == std::string_view::npos ? "" : status.substr(at + name.size());
}

WarmResult judge(std::string_view status, std::string_view cache_status)
{
    if (status.substr(0, 3) >= "400")
        return {Warmed::failed, "the answer is " + std::string{status}};
    if (says(cache_status, "; stored")) return {Warmed::rendered};
    if (says(cache_status, "; hit") || says(cache_status, "; collapsed")) return {Warmed::fresh};
    const std::string_view detail = detail_of(cache_status);
    if (detail == "store-failed") return {Warmed::failed, "it could not be stored in Redis"};
    if (detail == "not-shared" || detail == "waited-too-long")
        return {Warmed::failed, "another process should have rendered it, but did not"};
    return {Warmed::not_cacheable, std::string{detail}};
}

}  // namespace

WarmResult warm_page(const Application& application, const std::string& target)
{
    // If the page was stale, ask once more after its renewal, to see the result.
    for (bool renewed = false;; renewed = true) {
        RequestSource source;
        source.target = target;
        const WireResponse wire = application.answer(std::move(source));
        const std::string head = std::string{wire.shared_head} + wire.own_head;
        const std::string_view cache_status = field_of(head, "Cache-Status");
        if (!says(cache_status, "detail=stale")) {
            WarmResult result = judge(field_of(head, "Status"), cache_status);
            if (renewed && result.what == Warmed::fresh) result.what = Warmed::rendered;
            return result;
        }
        if (says(cache_status, "detail=stale-if-error"))
            return {Warmed::failed, "its view fails; an old page is served instead"};
        if (renewed)
            return {Warmed::failed,
                    "it is still stale: its view fails, or another process is rendering it now"};
        if (wire.after) wire.after();
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
