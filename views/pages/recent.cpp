#include "library.h"
#include "pages/local_path.h"
#include "pages/pages.h"
#include "pages/visitor.h"
#include "paths.h"

namespace manual {

using namespace aspic;

namespace {

constexpr int most_recent = 8;

// Returns true if the list has any pages. It leaves out the page that shows it.
bool add_recent(Fragment& fragment, std::int64_t user, std::string_view page)
{
    const auto open = manual_path.match(page);
    int shown = 0;
    for (const Visit& visit : library().history.recent(user, most_recent + 1)) {
        const auto entry = library().catalogue.find(visit.section, visit.name);
        const bool is_open = open == std::tuple{visit.section, visit.name};
        if (!entry || is_open || shown == most_recent) continue;
        ++shown;
        Values& row = fragment.add("RECENT");
        row.set("RECENT_LABEL", entry->label());
        row.set("RECENT_URL", manual_path(visit.section, visit.name));
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
    fragment.set("SIGN_IN_URL", sign_in_url(way_back(request)));
    fragment.list("RECENT");
    const bool any =
        session.signed_in() && add_recent(fragment, visitor_id(session), request.page());
    fragment.show("HAS_RECENT", any);
    fragment.show("NOTHING_RECENT", session.signed_in() && !any);
    return fragment;
}

}  // namespace manual
