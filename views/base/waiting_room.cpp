#include "base/waiting_room.h"

#include <algorithm>
#include <utility>

namespace manual {

WaitingRoom::Seat::Seat(Seat&& other) noexcept : room_(std::exchange(other.room_, nullptr)) {}

WaitingRoom::Seat& WaitingRoom::Seat::operator=(Seat&& other) noexcept
{
    std::swap(room_, other.room_);
    return *this;
}

WaitingRoom::Seat::~Seat()
{
    if (room_ != nullptr) --room_->taken_;
}

void WaitingRoom::open_for_visitors(std::size_t seats, std::chrono::milliseconds longest)
{
    seats_ = seats;
    longest_ = longest.count();
}

std::optional<WaitingRoom::Seat> WaitingRoom::enter()
{
    if (taken_++ < seats_) return Seat{*this};
    --taken_;
    return {};
}

WaitingRoom& waiting_room()
{
    static WaitingRoom room;
    return room;
}

std::size_t seats_for(std::size_t threads)
{
    return std::max<std::size_t>(threads / 4, 1);
}

}  // namespace manual
