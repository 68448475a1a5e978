#pragma once
// Notes what one request does other than answer from the cache: on the board of the process while
// it lasts (Working), then in the histogram of rendering times if a view ran, and in the log if it
// took too long. One thread; inside another one it does nothing.

#include <chrono>
#include <string>
#include <string_view>

#include <aspic/reporting/activity.h>
#include <aspic/reporting/counters.h>
#include <aspic/reporting/time_spent.h>

namespace aspic {

class Request;

class RenderingWatch {
public:
    /// `route`, `request` and `counters` must outlive it. If the work takes longer than `slow`,
    /// this is logged; zero: never.
    RenderingWatch(std::string_view route, const Request& request, Counters& counters,
                   std::chrono::milliseconds slow);
    ~RenderingWatch();
    RenderingWatch(const RenderingWatch&) = delete;
    RenderingWatch& operator=(const RenderingWatch&) = delete;

private:
    std::string_view route_;
    const Request& request_;
    Counters& counters_;
    std::chrono::milliseconds slow_;
    Working working_;
    TimeWatch watch_;
};

}  // namespace aspic
