#include <aspic/reporting/status_json.h>

#include <array>
#include <charconv>
#include <string_view>

#include <aspic/base/json.h>

namespace aspic {

namespace {

std::string decimal(double number)
{
    std::array<char, 32> text{};
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed, 6);
    return {text.data(), end.ptr};
}

std::string seconds_of(std::int64_t milliseconds)
{
    return decimal(static_cast<double>(milliseconds) / 1000);
}

// The members of an object, or the elements of a list.
class List {
public:
    void add(std::string_view name, const std::string& json)
    {
        text_.append(text_.empty() ? "\"" : ",\"").append(name).append("\":").append(json);
    }
    void add(std::string_view name, std::uint64_t number) { add(name, std::to_string(number)); }
    void element(const std::string& json) { text_.append(text_.empty() ? "" : ",").append(json); }
    std::string object() const { return '{' + text_ + '}'; }
    std::string array() const { return '[' + text_ + ']'; }

private:
    std::string text_;
};

std::string rendering(const CountTotals& counts)
{
    List list;
    list.add("count", counts.renderings());
    constexpr double nanoseconds = 1e9;
    list.add("seconds",
             decimal(static_cast<double>(counts.get(Count::rendering_nanoseconds)) / nanoseconds));
    list.add("p50", decimal(counts.rendering_quantile(0.5).count()));
    list.add("p95", decimal(counts.rendering_quantile(0.95).count()));
    list.add("p99", decimal(counts.rendering_quantile(0.99).count()));
    List buckets;
    for (std::size_t i = 0; i < bucket_count; ++i)
        buckets.element(std::to_string(counts.bucket(i)));
    list.add("buckets", buckets.array());
    return list.object();
}

std::string to_json(const CountTotals& counts)
{
    List requests;
    requests.add("2xx", counts.get(Count::answered_2xx));
    requests.add("3xx", counts.get(Count::answered_3xx));
    requests.add("4xx", counts.get(Count::answered_4xx));
    requests.add("5xx", counts.get(Count::answered_5xx));
    List list;
    list.add("requests", requests.object());
    list.add("bytes", counts.get(Count::bytes));
    for (std::size_t i = 0; i < count_names.size(); ++i)
        list.add(count_names.at(i), counts.get(static_cast<Count>(i)));
    list.add("refused", counts.get(Count::refused));
    list.add("malformed", counts.get(Count::malformed));
    list.add("hit_ratio", decimal(counts.hit_ratio()));
    list.add("rendering", rendering(counts));
    return list.object();
}

std::string to_json(const ProcessStatus& process, std::int64_t monotonic_now)
{
    List working;
    for (const Activity& activity : process.activities) {
        List one;
        one.add("thread", static_cast<std::uint64_t>(activity.thread));
        one.add("route", json_string(activity.route));
        one.add("path", json_string(activity.path));
        one.add("request", json_string(activity.request_id));
        constexpr double nanoseconds = 1e9;
        one.add("seconds",
                decimal(static_cast<double>(monotonic_now - activity.began) / nanoseconds));
        working.element(one.object());
    }
    List list;
    list.add("process", static_cast<std::uint64_t>(process.process));
    list.add("started", seconds_of(process.started));
    list.add("memory", process.memory);
    list.add("waiting", process.waiting);
    list.add("counts", to_json(process.counts));
    list.add("working", working.array());
    return list.object();
}

}  // namespace

std::string to_json(const SiteStatus& status)
{
    List bounds;
    for (const RenderingBucket& one : rendering_buckets)
        bounds.element(std::string{one.seconds});
    List processes;
    for (const ProcessStatus& one : status.processes)
        processes.element(to_json(one, status.monotonic_now));
    List list;
    list.add("time", seconds_of(status.now));
    list.add("bounds", bounds.array());
    list.add("total", to_json(status.total));
    list.add("processes", processes.array());
    return list.object();
}

}  // namespace aspic
