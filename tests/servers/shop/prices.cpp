#include "prices.h"

#include <aspic/http/errors.h>

#include <array>
#include <atomic>
#include <cstddef>

namespace shop {

namespace {

std::array<std::atomic<int>, item_count> prices{100, 200, 300, 400,  500,  600,
                                                700, 800, 900, 1000, 1100, 1200};

std::atomic<int>& price_at(int item)
{
    if (item < 1 || item > item_count) throw aspic::NotFound{"There is no such item."};
    return prices.at(static_cast<std::size_t>(item) - 1);
}

}  // namespace

int price_of(int item)
{
    return price_at(item);
}

void set_price_of(int item, int price)
{
    price_at(item) = price;
}

}  // namespace shop
