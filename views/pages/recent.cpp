#include "library.h"
#include "pages/local_path.h"
#include "pages/pages.h"
#include "pages/visitor.h"
#include "paths.h"

namespace manual {

using namespace aspic;

namespace {

constexpr int most_recent = 8;

// Returns true if the list has any pages.
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
    const std::string_view path = request.page().substr(0, request.page().find('?'));
    const bool any = session.signed_in() && add_recent(fragment, visitor_id(session), path);
    fragment.show("HAS_RECENT", any);
    fragment.show("NOTHING_RECENT", session.signed_in() && !any);
    return fragment;
}

}  // namespace manual
