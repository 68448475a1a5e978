// The items and their prices.

#include <array>
#include <atomic>

#include "shop.h"

namespace shop {

using namespace aspic;

namespace {

constexpr int count = 4;
std::array<std::atomic<int>, count> prices{100, 200, 300, 400};

std::atomic<int>& price_of(int number)
{
    if (number < 1 || number > count) throw NotFound{"There is no such item."};
    return prices.at(static_cast<std::size_t>(number) - 1);
}

}  // namespace

Page items(PublicRequest& /*request*/)
{
    Page page{"items.tpl"};
    page.set("TITLE", "All items");
    for (int number = 1; number <= count; ++number)
        page.add("ITEMS").set("NUMBER", number);
    return page;
}

Page item(PublicRequest& /*request*/, int number)
{
    Page page{"item.tpl"};
    page.set("TITLE", "Item " + std::to_string(number));
    page.set("NUMBER", number);
    page.set("PRICE", price_of(number).load());
    page.tag("item", number);
    return page;
}

Response set_price(Request& request)
{
    const int number = std::stoi(std::string{request.form().first("item").value_or("0")});
    price_of(number) = std::stoi(std::string{request.form().first("price").value_or("0")});
    purge(by_tag(tag("item", number)));
    return redirect("/item/" + std::to_string(number));
}

}  // namespace shop
