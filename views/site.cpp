#include "site.h"

#include "catalogue/package_lists.h"
#include "library.h"
#include "pages/page_head.h"
#include "pages/pages.h"
#include "paths.h"

namespace manual {

using namespace aspic;
using namespace std::chrono_literals;

Site manual_site()
{
    Site site{
        view<home_path>(cache_page<1h>(home)),
        view<all_sections_path>(cache_page<1h>(all_sections)),
        view<section_path>(cache_page<1h>(section)),
        // Browsers ask each time, and get a 304 or a few hundred bytes. So a new note is visible at
        // once.
        view<manual_path>(cache_page<1h, browser<0s>>(manual)),
        view<translated_path>(cache_page<1h, browser<0s>>(translated)),
        view<package_path>(cache_page<1h>(package)),
        view<search_path>(cache_page<5min>(search)),
        view<suggest_path>(cache_page<1h, browser<10min>>(suggest, unless(is_rare_suggestion))),
        view<robots_path>(cache_page<24h>(robots)),
        view<open_search_path>(cache_page<24h>(open_search)),
        view<sitemap_path>(cache_page<6h>(sitemap)),
        view<sitemap_part_path>(cache_page<6h>(sitemap_part)),
        view<sign_up_path>(allow<Method::get, Method::post>(sign_up)),
        view<sign_in_path>(allow<Method::get, Method::post>(sign_in)),
        view<sign_out_path>(allow<Method::post>(sign_out)),
        view<mark_read_path>(allow<Method::post>(mark_read)),
        view<add_note_path>(allow<Method::post>(add_note)),
        view<change_note_path>(allow<Method::post>(change_note)),
        view<delete_note_path>(allow<Method::post>(delete_note)),
        // It changes only with the session, so browsers keep it for some time.
        view<navigation_path>(private_cache<5min>(navigation)),
        // It changes with every page that is read. So a browser shows its last copy while it asks
        // again.
        view<recent_path>(private_cache<0s>(recent)),
        view<notes_path>(notes),
    };
    site.about("web site that shows the manual pages of this machine");
    site.option("man-root", "DIR[:DIR...]", "",
                "directories of manual pages; empty: those of this program and of the machine");
    site.option("dpkg", "DIR", usual_dpkg,
                "where dpkg lists the files of packages; empty: pages name no packages");
    site.values(set_head_defaults);
    site.on_start(open_library);
    site.all_paths(all_paths);
    site.command("index", "update the catalogue of pages; `serve` also does this at its start",
                 index_library);
    return site;
}

}  // namespace manual
