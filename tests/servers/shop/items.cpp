// The items, as everybody sees them.

#include "covers.h"
#include "paths.h"
#include "prices.h"
#include "shop.h"

namespace shop {

using namespace aspic;

Page items(PublicRequest& request)
{
    Pagination pages{request, 5};
    pages.set_total(item_count);
    Page page{"items.tpl"};
    page.set("TITLE", "All items");
    const auto last = std::min<Pagination::Number>(pages.offset() + pages.size(), item_count);
    for (auto number = pages.offset() + 1; number <= last; ++number) {
        Values& row = page.add("ITEMS");
        row.set("NUMBER", number);
        row.set("ITEM_URL", item_path(number));
    }
    pages.add_to(page);
    return page;
}

Page item(PublicRequest& /*request*/, int number)
{
    Page page{"item.tpl"};
    page.set("TITLE", "Item " + std::to_string(number));
    page.set("NUMBER", number);
    page.set("PRICE", price_of(number));
    const auto cover = find_cover(number);
    page.show("COVER", cover.has_value());
    // The address changes with the picture, so browsers may keep each one for long.
    if (cover) page.set("COVER_URL", cover_path(number) + "?v=" + cover->version);
    page.tag("item", number);
    return page;
}

}  // namespace shop
