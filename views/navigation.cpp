#include <charconv>
#include <chrono>
#include <optional>

#include "library.h"
#include "local_path.h"
#include "pages.h"
#include "paths.h"

namespace manual {

using namespace aspic;

namespace {

constexpr int most_recent = 8;

// The manual page that stands at this path, if one does.
std::optional<Entry> entry_at(std::string_view path)
{
    const auto target = Target::parse(path);
    if (!target || target->segments.size() != 3 || target->segments[0] != "man") return {};
    return library().catalogue.find(target->segments[1], target->segments[2]);
}

std::int64_t user_id(const Session& session)
{
    std::int64_t id = 0;
    const std::string_view text = session.user();
    std::from_chars(text.data(), text.data() + text.size(), id);
    return id;
}

void record(std::int64_t user, std::string_view page)
{
    const auto entry = entry_at(page);
    if (!entry) return;
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    try {
        library().history.record(user, {entry->section, entry->name}, now);
    } catch (const DatabaseError& error) {
        // A full disk is no reason not to greet anybody.
        log(LogLevel::warning, "history not written", {{"reason", error.what()}});
    }
}

void add_recent(Fragment& fragment, std::int64_t user, std::string_view page)
{
    bool any = false;
    for (const Visit& visit : library().history.recent(user, most_recent + 1)) {
        const auto entry = library().catalogue.find(visit.section, visit.name);
        const std::string url = manual_path(visit.section, visit.name);
        if (!entry || url == page) continue;
        any = true;
        Values& row = fragment.add("RECENT");
        row.set("RECENT_LABEL", entry->label());
        row.set("RECENT_URL", url);
        row.set("RECENT_DESCRIPTION", entry->description);
    }
    fragment.show("HAS_RECENT", any);
}

}  // namespace

Fragment navigation(Request& request)
{
    const Session& session = request.session();
    const std::string next = local_path(request.page());
    Fragment fragment{"navigation.tpl"};
    fragment.show("GUEST", !session.signed_in());
    fragment.show("SIGNED_IN", session.signed_in());
    fragment.set("NAME", session.name());
    fragment.set("NEXT", next);
    fragment.set("SIGN_IN_URL", sign_in_path() + "?next=" + percent_encode(next));
    fragment.set("SIGN_UP_URL", sign_up_path() + "?next=" + percent_encode(next));
    fragment.set("SIGN_OUT_URL", sign_out_path());
    fragment.show("HAS_RECENT", false);
    fragment.list("RECENT");
    if (session.signed_in()) {
        const std::int64_t user = user_id(session);
        record(user, request.page());
        add_recent(fragment, user, request.page());
    }
    return fragment;
}

}  // namespace manual
