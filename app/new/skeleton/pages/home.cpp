#include "pages/note_list.h"
#include "pages/pages.h"
#include "store/store.h"

namespace pages {

using namespace aspic;

Page home(PublicRequest& /*request*/)
{
    constexpr int newest = 3;
    Page page{"home.tpl"};
    page.set("TITLE", "Welcome");
    list_notes(page, store().notes.newest(newest));
    return page;
}

}  // namespace pages
