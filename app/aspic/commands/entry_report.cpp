#include <aspic/commands/entry_report.h>

#include <algorithm>
#include <array>
#include <iomanip>
#include <string_view>

#include <aspic/commands/text.h>
#include <aspic/http/cache_control.h>
#include <aspic/http/dates.h>

namespace aspic {

namespace {

constexpr int label_width = 24;

std::ostream& label(std::ostream& out, std::string_view text)
{
    return out << "  " << std::left << std::setw(label_width) << text;
}

std::string in_quotes(std::string_view text)
{
    constexpr std::size_t most_shown = 60;
    std::string quoted = "\"";
    for (const char c : text.substr(0, most_shown)) {
        const bool is_control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
        quoted += is_control ? '?' : c;
    }
    return quoted + (text.size() > most_shown ? "...\"" : "\"");
}

// "for another 5 min" or "ended 5 min ago".
std::string until(Time end, Time time)
{
    return end > time ? "for another " + in_time(end - time)
                      : "ended " + in_time(time - end) + " ago";
}

std::string state_of(const Entry& entry, const PurgeLog& log, Time time)
{
    if (!log.is_current()) return "not known: the purge log cannot be read";
    const auto verdict = log.index().judge(entry, time);
    if (verdict.dead) return "purged by " + verdict.purged_by + ": it is not served any more";
    if (verdict.stale_since && *verdict.stale_since < entry.expires) {
        return "stale for " + in_time(time - *verdict.stale_since) + ", after a soft purge of " +
               verdict.purged_by + ": served while it is rendered again";
    }
    if (entry.is_fresh(time)) return "fresh, " + until(entry.expires, time);
    if (time < entry.stale_until)
        return "stale: served while it is rendered again, " + until(entry.stale_until, time);
    if (time < entry.error_until)
        return "stale: served only if its view fails, " + until(entry.error_until, time);
    return "dead: it is not served any more";
}

// RFC 9111, section 4.2: what a browser may do with its own copy.
std::string use_by_browsers(const Headers& fields)
{
    if (!fields.has("Cache-Control")) return "decides by itself: the page says nothing";
    const CacheControl control = CacheControl::of(fields);
    if (control.forbids_storing()) return "keeps no copy";
    if (control.no_cache || control.max_age == std::chrono::seconds{0}) return "asks each time";
    if (!control.max_age) return "decides by itself: the page says no time";
    return "uses its copy for " + in_time(*control.max_age) + ", also after a purge";
}

std::string join(const std::vector<std::string>& words)
{
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : ", ") + word;
    return text.empty() ? "none" : text;
}

std::string sizes_of(const Entry& entry)
{
    std::vector<std::string> sizes;
    for (const Representation& one : entry.representations) {
        const bool is_plain = one.coding == ContentCoding::identity;
        sizes.push_back(std::string{is_plain ? "plain" : coding_name(one.coding)} + ' ' +
                        with_commas(one.size));
    }
    return join(sizes) + " bytes";
}

template <class Value>
void print_inputs(std::ostream& out, const Inputs& inputs, Value value)
{
    if (inputs.empty()) label(out, "split by") << "only the path\n";
    std::string_view name = "split by";
    for (const Input& input : inputs) {
        const std::optional<std::string> said = value(input);
        label(out, std::exchange(name, ""))
            << to_text(input) << (said ? " = " + in_quotes(*said) : ", absent") << '\n';
    }
}

void print_place(std::ostream& out, const EntryPlace& place)
{
    label(out, "route") << place.route << '\n';
    label(out, "key") << place.key << '\n';
    label(out, "in Redis") << place.name << '\n';
}

}  // namespace

void print_entry(std::ostream& out, const EntryPlace& place, const Entry& entry,
                 const PurgeLog& log)
{
    const Time time = current_time();
    label(out, "state") << state_of(entry, log, time) << '\n';
    print_place(out, place);
    label(out, "") << (place.lifetime_left.count() >= 0
                           ? "expires there in " + in_time(place.lifetime_left)
                           : std::string{"stays there: it has no TTL"})
                   << '\n';
    print_inputs(out, place.inputs, [&](const Input& input) -> std::optional<std::string> {
        for (const auto& [name, said] : entry.inputs) {
            if (name == to_text(input)) return said;
        }
        return {};
    });
    label(out, "tags") << join(entry.tags) << '\n';
    label(out, "position") << entry.position.to_text()
                           << " in the purge log, before it was rendered\n";
    label(out, "rendered") << in_time(std::max(Time::duration{0}, time - entry.rendered))
                           << " ago, in " << in_time(entry.render_time) << '\n';
    label(out, "last modified") << format_date(entry.modified) << '\n';
    label(out, "lifetime") << until(entry.expires, time) << '\n';
    label(out, "browser") << use_by_browsers(entry.fields) << '\n';
    label(out, "stale-while-revalidate") << until(entry.stale_until, time) << '\n';
    label(out, "stale-if-error") << until(entry.error_until, time) << '\n';
    label(out, "status") << entry.status << '\n';
    label(out, "ETag") << entry.representations[ContentCoding::identity].etag.view() << '\n';
    label(out, "size") << sizes_of(entry) << '\n';
    std::vector<std::string> holes;
    for (const Hole& hole : entry.holes) {
        if (hole.fragment != end_of_page)
            holes.push_back(hole.fragment + " at byte " + with_commas(hole.offset));
    }
    label(out, "holes") << join(holes) << '\n';
    if (entry.for_authorized)
        label(out, "also") << "answers requests with an Authorization field\n";
}

void print_absent(std::ostream& out, const EntryPlace& place, const Request& request)
{
    const bool is_foreign = place.lifetime_left.count() != -2;
    label(out, "state") << (is_foreign ? "the entry in Redis is damaged, or not ours"
                                       : "not in Redis")
                        << '\n';
    print_place(out, place);
    print_inputs(out, place.inputs, [&](const Input& input) -> std::optional<std::string> {
        const auto said = read_input(request, input);
        if (!said) return {};
        return std::string{*said};
    });
}

}  // namespace aspic
