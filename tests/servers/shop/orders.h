#pragma once
// The orders of the shop. In the memory of the process; any thread.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

namespace shop {

struct Order {
    enum class State : std::uint8_t { open, paid, cancelled };

    std::int64_t number;  // from 1, in their order
    int things;
    std::chrono::steady_clock::time_point made;
    State state = State::open;
};

std::string_view state_text(Order::State state);

class Orders {
public:
    /// Returns its number.
    std::int64_t add(int things);
    std::optional<Order> find(std::int64_t number) const;
    /// At most so many of the orders after this one.
    std::vector<Order> after(std::int64_t number, std::size_t most) const;
    /// Returns false if there is no such order. To pay twice changes nothing, and a payment that
    /// comes late counts.
    bool pay(std::int64_t number);
    /// Cancels the open orders that are older than that.
    void cancel_unpaid(std::chrono::seconds age);

private:
    mutable std::mutex mutex_;
    std::vector<Order> orders_;
};

/// The orders of this shop.
Orders& orders();

}  // namespace shop
