// The shop for programs.

#include "json_numbers.h"
#include "paths.h"
#include "prices.h"
#include "shop.h"

namespace shop {

using namespace aspic;

Json items_as_json(PublicRequest& /*request*/)
{
    nlohmann::json list = nlohmann::json::array();
    for (int number = 1; number <= item_count; ++number) {
        list.push_back(
            {{"number", number}, {"price", price_of(number)}, {"path", item_path(number)}});
    }
    Json answer{list};
    for (int number = 1; number <= item_count; ++number)
        answer.tag("item", number);
    return answer;
}

Json put_as_json(Request& request)
{
    const nlohmann::json& body = request.json();
    whole_number(body, "item", {.most = item_count});
    const auto count = whole_number(body, "count", {.most = 100});
    put_into_basket(request.session(), static_cast<int>(count));
    return Json{nlohmann::json{{"basket", count_in_basket(request.session())}}};
}

}  // namespace shop
