#include <aspic/commands/status_text.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <sstream>

#include <aspic/commands/text.h>

namespace aspic {

namespace {

using std::chrono::milliseconds;

std::string decimal(const char* format, double number)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), format, number);
    return text.data();
}

std::string quantile(const CountTotals& counts, double share)
{
    if (counts.renderings() == 0) return "-";
    return in_time(
        std::chrono::duration_cast<std::chrono::nanoseconds>(counts.rendering_quantile(share)));
}

const ProcessStatus* find(const SiteStatus* status, const ProcessStatus& wanted)
{
    if (status == nullptr) return nullptr;
    const auto found = std::find_if(
        status->processes.begin(), status->processes.end(), [&](const ProcessStatus& one) {
            return one.process == wanted.process && one.started == wanted.started;
        });
    return found == status->processes.end() ? nullptr : &*found;
}

void add_row(TextTable& table, const std::string& name, const ProcessStatus& process,
             const CountTotals& counts, milliseconds time, const std::string& uptime,
             std::size_t working)
{
    const double seconds = std::max(std::chrono::duration<double>{time}.count(), 0.001);
    const bool was_asked =
        counts.get(Count::hit) + counts.get(Count::stale) + counts.get(Count::rendered) > 0;
    table.add({name, uptime, in_bytes(process.memory),
               decimal("%.1f", static_cast<double>(counts.answers()) / seconds),
               was_asked ? decimal("%.1f %%", 100 * counts.hit_ratio()) : "-",
               quantile(counts, 0.5), quantile(counts, 0.95), quantile(counts, 0.99),
               with_commas(process.waiting), std::to_string(working)});
}

void print_processes(std::ostream& out, const SiteStatus& now, const SiteStatus* before)
{
    TextTable table{{"PROCESS", "UP", "MEMORY", "REQUESTS/S", "HITS", "P50", "P95", "P99",
                     "WAITING", "AT WORK"}};
    ProcessStatus all{.memory = now.memory(), .waiting = now.waiting()};
    milliseconds longest{0};
    for (const ProcessStatus& one : now.processes) {
        const ProcessStatus* const old = find(before, one);
        const milliseconds up{now.now - one.started};
        const CountTotals counts = old == nullptr ? one.counts : one.counts.since(old->counts);
        const milliseconds time = old == nullptr ? up : milliseconds{now.now - before->now};
        all.counts += counts;
        longest = std::max(longest, time);
        add_row(table, std::to_string(one.process), one, counts, time, in_time(up),
                one.activities.size());
    }
    if (now.processes.size() > 1)
        add_row(table, "all", all, all.counts, longest, "", now.working());
    table.print(out);
}

void print_activities(std::ostream& out, const SiteStatus& now)
{
    TextTable table{{"PROCESS", "SINCE", "ROUTE", "PATH", "REQUEST"}, TextTable::Align::left};
    for (const ProcessStatus& one : now.processes) {
        for (const Activity& activity : one.activities) {
            const std::chrono::nanoseconds since{now.monotonic_now - activity.began};
            table.add({std::to_string(one.process),
                       in_time(std::max(since, std::chrono::nanoseconds{0})), activity.route,
                       activity.path, activity.request_id});
        }
    }
    if (table.empty()) {
        out << "Every thread is free.\n";
    } else {
        table.print(out);
    }
}

}  // namespace

std::string status_text(const SiteStatus& now, const SiteStatus* before)
{
    std::ostringstream out;
    print_processes(out, now, before);
    out << '\n';
    print_activities(out, now);
    const CountTotals& total = now.total;
    out << "\nSince the first start with this data directory: "
        << counted(total.answers(), "answer") << ", " << in_bytes(total.get(Count::bytes)) << ", "
        << counted(total.get(Count::answered_5xx), "error") << ", "
        << with_commas(total.get(Count::refused)) << " refused (503)\n";
    return out.str();
}

}  // namespace aspic
