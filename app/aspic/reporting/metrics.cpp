#include <aspic/reporting/metrics.h>

#include <array>
#include <charconv>
#include <initializer_list>
#include <string_view>
#include <utility>

namespace aspic {

namespace {

std::string metric_value(double number)
{
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number);
    return {text.data(), end.ptr};
}

class Text {
public:
    void family(std::string_view name, std::string_view type, std::string_view help)
    {
        text.append("# HELP ").append(name).append(" ").append(help).append("\n");
        text.append("# TYPE ").append(name).append(" ").append(type).append("\n");
    }
    /// `labels` is empty, or `status="2xx"`. No value of ours needs an escape.
    void sample(std::string_view name, std::string_view labels, const std::string& value)
    {
        text.append(name);
        if (!labels.empty()) text.append("{").append(labels).append("}");
        text.append(" ").append(value).append("\n");
    }
    void one(std::string_view name, std::string_view type, std::string_view help,
             std::uint64_t value)
    {
        family(name, type, help);
        sample(name, "", std::to_string(value));
    }

    std::string text;
};

void add_histogram(Text& text, const CountTotals& total)
{
    constexpr std::string_view name = "aspic_rendering_seconds";
    text.family(name, "histogram",
                "Time to make an answer that is not from the cache: view, template, fragments, "
                "Redis.");
    const std::string bucket = std::string{name} + "_bucket";
    std::uint64_t below = 0;
    for (std::size_t i = 0; i < bucket_count; ++i) {
        below += total.bucket(i);
        const std::string_view bound =
            i < rendering_buckets.size() ? rendering_buckets.at(i).seconds : "+Inf";
        text.sample(bucket, "le=\"" + std::string{bound} + '"', std::to_string(below));
    }
    constexpr double nanoseconds = 1e9;
    text.sample(
        std::string{name} + "_sum", "",
        metric_value(static_cast<double>(total.get(Count::rendering_nanoseconds)) / nanoseconds));
    text.sample(std::string{name} + "_count", "", std::to_string(below));
}

void add_workers(Text& text, const SiteStatus& status)
{
    const auto label = [](const ProcessStatus& one) {
        return "process=\"" + std::to_string(one.process) + '"';
    };
    text.one("aspic_workers", "gauge", "Server processes that run.", status.processes.size());
    text.family("aspic_worker_memory_bytes", "gauge", "Resident memory of each server process.");
    for (const ProcessStatus& one : status.processes)
        text.sample("aspic_worker_memory_bytes", label(one), std::to_string(one.memory));
    text.family("aspic_worker_start_time_seconds", "gauge",
                "When each server process started, in seconds since 1970.");
    for (const ProcessStatus& one : status.processes) {
        text.sample("aspic_worker_start_time_seconds", label(one),
                    metric_value(static_cast<double>(one.started) / 1000));
    }
}

// One process of a machine keeps the mirror of a site.
void add_mirror(Text& text, const SiteStatus& status)
{
    std::uint64_t keepers = 0;
    std::uint64_t pages = 0;
    std::uint64_t bytes = 0;
    for (const ProcessStatus& one : status.processes) {
        keepers += one.mirror.is_kept ? 1 : 0;
        pages += one.mirror.pages;
        bytes += one.mirror.bytes;
    }
    text.one("aspic_mirror_keepers", "gauge",
             "Server processes that keep the mirror: 1, or 0 without --mirror.", keepers);
    text.one("aspic_mirror_pages", "gauge", "Pages in the mirror.", pages);
    text.one("aspic_mirror_bytes", "gauge", "Size of the files in the mirror.", bytes);
    text.one("aspic_mirror_written_pages_total", "counter",
             "Pages that were written into the mirror.", status.total.get(Count::mirrored));
    text.one("aspic_mirror_failures_total", "counter",
             "Times that a page could not be written into the mirror or removed from it, or that "
             "the mirror could not be kept. The log says why.",
             status.total.get(Count::mirror_failed));
}

}  // namespace

std::string to_metrics(const SiteStatus& status)
{
    const CountTotals& total = status.total;
    Text text;
    const auto counter = [&](std::string_view name, std::string_view help,
                             std::initializer_list<std::pair<std::string_view, Count>> counts) {
        text.family(name, "counter", help);
        for (const auto& [labels, count] : counts)
            text.sample(name, labels, std::to_string(total.get(count)));
    };
    counter("aspic_requests_total", "Requests that were answered, by status.",
            {{R"(status="2xx")", Count::answered_2xx},
             {R"(status="3xx")", Count::answered_3xx},
             {R"(status="4xx")", Count::answered_4xx},
             {R"(status="5xx")", Count::answered_5xx}});
    text.one("aspic_response_bytes_total", "counter", "Bytes of answers, with their fields.",
             total.get(Count::bytes));
    counter("aspic_cache_requests_total",
            "What the page cache was asked for. hit: a fresh page; stale: an old page; miss: a "
            "view ran, also to renew a page in the background.",
            {{R"(result="hit")", Count::hit},
             {R"(result="stale")", Count::stale},
             {R"(result="miss")", Count::rendered}});
    text.one("aspic_cache_stored_pages_total", "counter", "Pages that were stored.",
             total.get(Count::stored));
    text.one("aspic_cache_waits_total", "counter",
             "Requests that waited for another one's rendering.", total.get(Count::waited));
    text.one("aspic_cache_unshared_answers_total", "counter",
             "Pages of cached views that were made for one visitor alone.",
             total.get(Count::not_shared));
    text.one("aspic_cache_outdated_pages_total", "counter",
             "Pages that were found, but were too old or purged.", total.get(Count::outdated));
    text.one("aspic_refused_requests_total", "counter",
             "Requests that were answered 503 because no thread was free in time.",
             total.get(Count::refused));
    text.one("aspic_malformed_connections_total", "counter",
             "Connections that were closed because they sent no FastCGI request.",
             total.get(Count::malformed));
    counter("aspic_jobs_total",
            "Runs of the site's jobs, those at intervals and those after an answer, by how they "
            "ended. late: it took longer than its time limit.",
            {{R"(result="done")", Count::job_done},
             {R"(result="failed")", Count::job_failed},
             {R"(result="late")", Count::job_late}});
    add_histogram(text, total);
    text.one("aspic_waiting_requests", "gauge",
             "Requests that wait for a free thread or another rendering.", status.waiting());
    text.one("aspic_working_threads", "gauge", "Threads that run a view, or make fragments.",
             status.working());
    add_workers(text, status);
    add_mirror(text, status);
    return std::move(text.text);
}

}  // namespace aspic
