#pragma once
// The items that there are, and what each costs. In the memory of the process; any thread.

namespace shop {

inline constexpr int item_count = 12;  // they have the numbers from 1

/// Both throw NotFound if there is no such item.
int price_of(int item);
void set_price_of(int item, int price);

}  // namespace shop
