#include "library.h"
#include "pages/local_path.h"
#include "pages/pages.h"
#include "pages/visitor.h"
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

void record(std::int64_t user, std::string_view page)
{
    const auto entry = entry_at(page);
    if (!entry) return;
    try {
        library().history.record(user, {entry->section, entry->name}, now());
    } catch (const DatabaseUnavailable&) {
        // A full disk is no reason to show nothing. It has been logged.
    }
}

// Whether there is any.
bool add_recent(Fragment& fragment, std::int64_t user, std::string_view page)
{
    int shown = 0;
    for (const Visit& visit : library().history.recent(user, most_recent + 1)) {
        const auto entry = library().catalogue.find(visit.section, visit.name);
        const std::string url = manual_path(visit.section, visit.name);
        if (!entry || url == page || shown == most_recent) continue;
        ++shown;
        Values& row = fragment.add("RECENT");
        row.set("RECENT_LABEL", entry->label());
        row.set("RECENT_URL", url);
        row.set("RECENT_DESCRIPTION", entry->description);
    }
    return shown > 0;
}

}  // namespace

Fragment recent(Request& request)
{
    const Session& session = request.session();
    Fragment fragment{"recent.tpl"};
    fragment.show("GUEST", !session.signed_in());
    fragment.set("SIGN_IN_URL", sign_in_url(local_path(request.page())));
    fragment.list("RECENT");
    bool any = false;
    if (session.signed_in()) {
        const std::int64_t user = visitor_id(session);
        record(user, request.page());
        any = add_recent(fragment, user, request.page());
    }
    fragment.show("HAS_RECENT", any);
    fragment.show("NOTHING_RECENT", session.signed_in() && !any);
    return fragment;
}

}  // namespace manual
