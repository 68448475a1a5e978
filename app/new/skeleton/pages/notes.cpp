#include "pages/note_list.h"
#include "pages/pages.h"
#include "store/store.h"

namespace pages {

using namespace aspic;

Page notes(PublicRequest& request)
{
    Pagination pagination{request, 10};  // reads ?page=
    pagination.set_total(store().notes.count());
    Page page{"notes.tpl"};
    page.set("TITLE", "Notes");
    list_notes(page, store().notes.newest(pagination.size(), pagination.offset()));
    pagination.add_to(page);
    return page;
}

}  // namespace pages
