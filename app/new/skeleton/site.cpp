#include "site.h"

#include "pages/pages.h"
#include "paths.h"
#include "store/store.h"

using namespace aspic;
using namespace std::chrono_literals;

Site the_site()
{
    Site site{
        // Kept for an hour, or until a new note purges them. Browsers ask each time, and usually
        // learn that the page has not changed: a purge cannot reach what a browser keeps.
        view<home_path>(cache_page<1h, browser<0s>>(pages::home)),
        view<notes_path>(cache_page<1h, browser<0s>>(pages::notes)),

        view<write_path>(signed_in<sign_in_path>(pages::note_form)),
        view<write_path>(allow<Method::post>(signed_in<sign_in_path>(pages::write_note))),

        view<sign_up_path>(pages::sign_up_form),
        view<sign_up_path>(allow<Method::post>(pages::sign_up)),
        view<sign_in_path>(pages::sign_in_form),
        view<sign_in_path>(allow<Method::post>(pages::sign_in)),
        view<sign_out_path>(allow<Method::post>(pages::sign_out)),

        // Fragments: what belongs to one visitor. The templates say where they stand.
        view<navigation_path>(pages::navigation),
        view<messages_path>(pages::messages),
    };
    site.about("web site with notes that everyone can read");
    site.values([](PublicRequest& /*request*/, Values& values) {
        values.set("SITE_NAME", "newsite");  // in every page, error pages too
    });
    site.on_start([](const Settings& settings) { open_store(settings.get("data")); });
    site.all_paths([](const Settings& /*settings*/) {  // for `newsite warm --all`
        return std::vector<std::string>{home_path(), notes_path()};
    });
    return site;
}
