#include "base/text.h"
#include "catalogue/sections.h"
#include "library.h"
#include "pages/page_head.h"
#include "pages/pages.h"
#include "paths.h"

namespace manual {

using namespace aspic;

Page home(PublicRequest& /*request*/)
{
    Page page{"home.tpl"};
    page.set("TITLE", "Manual pages");
    describe(page, "All manual pages of this machine, by section.", home_path());
    page.set("QUERY", "");
    page.list("SECTIONS");
    std::int64_t total = 0;
    for (const SectionCount& chapter : library().catalogue.chapters()) {
        const SectionTitle title = section_title(chapter.section);
        Values& row = page.add("SECTIONS");
        row.set("NUMBER", chapter.section);
        row.set("SECTION_TITLE", title.title);
        row.set("SECTION_ABOUT", title.about);
        row.set("COUNT", with_commas(chapter.pages));
        row.set("URL", section_path(chapter.section));
        total += chapter.pages;
    }
    page.set("TOTAL", with_commas(total));
    return page;
}

Answer all_sections(PublicRequest& /*request*/)
{
    return redirect(home_path(), 301);
}

}  // namespace manual
