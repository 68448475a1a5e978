#pragma once
// Where a request of an application goes. Inner part of Application.

#include <cstddef>
#include <optional>
#include <string_view>

#include <aspic/site/application.h>
#include <aspic/site/live_answer.h>

namespace aspic {

/// What answers a request, by its path and method.
struct Application::Destination {
    enum class Kind { none, route, live, xray, status, dictionary };

    Kind kind = Kind::none;
    std::optional<ViewTable::Found> found{};
    std::size_t number = 0;
    const Route* route = nullptr;       // null if the path's routes do not answer the method
    Methods allowed{};                  // all that answer this path
    std::optional<std::size_t> work{};  // the kind of slot that it needs to begin

    std::string_view pattern() const { return route != nullptr ? route->pattern.text : live_path; }
};

}  // namespace aspic
