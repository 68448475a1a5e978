#include "orders.h"

#include <algorithm>

namespace shop {

namespace {

/// Nothing if there is no such order.
template <class List>
auto find_in(List& list, std::int64_t number) -> decltype(list.data())
{
    if (number < 1 || number > std::ssize(list)) return nullptr;
    return &list[static_cast<std::size_t>(number) - 1];
}

}  // namespace

std::string_view state_text(Order::State state)
{
    switch (state) {
        case Order::State::open:
            return "open";
        case Order::State::paid:
            return "paid";
        case Order::State::cancelled:
            return "cancelled";
    }
    return "";
}

std::int64_t Orders::add(int things)
{
    const std::lock_guard lock{mutex_};
    const auto number = std::ssize(orders_) + 1;
    orders_.push_back({number, things, std::chrono::steady_clock::now()});
    return number;
}

std::optional<Order> Orders::find(std::int64_t number) const
{
    const std::lock_guard lock{mutex_};
    const Order* found = find_in(orders_, number);
    return found ? std::optional{*found} : std::nullopt;
}

std::vector<Order> Orders::after(std::int64_t number, std::size_t most) const
{
    const std::lock_guard lock{mutex_};
    const auto from = std::min(static_cast<std::size_t>(number), orders_.size());
    const auto count = std::min(most, orders_.size() - from);
    const auto first = orders_.begin() + static_cast<std::ptrdiff_t>(from);
    return {first, first + static_cast<std::ptrdiff_t>(count)};
}

bool Orders::pay(std::int64_t number)
{
    const std::lock_guard lock{mutex_};
    Order* found = find_in(orders_, number);
    if (found) found->state = Order::State::paid;
    return found != nullptr;
}

void Orders::cancel_unpaid(std::chrono::seconds age)
{
    const auto made_before = std::chrono::steady_clock::now() - age;
    const std::lock_guard lock{mutex_};
    for (Order& order : orders_) {
        if (order.state == Order::State::open && order.made < made_before)
            order.state = Order::State::cancelled;
    }
}

Orders& orders()
{
    static Orders all;
    return all;
}

}  // namespace shop
