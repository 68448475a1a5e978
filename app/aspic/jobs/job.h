#pragma once
// A job: work of a site that is not a request. site.every and after_answer make them. Values.

#include <chrono>
#include <functional>
#include <stop_token>
#include <string_view>
#include <type_traits>
#include <utility>

#include <aspic/routing/pattern.h>

namespace aspic {

/// What a job does. The token says when the process stops, or the job has reached its time limit, so
/// that a long job can end early.
using JobFunction = std::function<void(std::stop_token)>;

/// A job that runs at intervals.
struct Job {
    std::string_view name;  // a literal
    std::chrono::milliseconds interval{0};
    std::chrono::milliseconds time_limit{0};  // zero: --job-timeout
    JobFunction run;
};

namespace detail {

consteval bool is_job_name(std::string_view name)
{
    for (const char c : name) {
        const bool is_allowed = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
        if (!is_allowed) return false;
    }
    return !name.empty() && name.size() <= 40;
}

/// The name as a text that lives as long as the program, as template arguments do.
template <FixedString name>
constexpr std::string_view job_name()
{
    static_assert(is_job_name(name.view()),
                  "a job's name has 1 to 40 lower-case letters, digits and '-'");
    return name.view();
}

/// From a function that takes nothing or a std::stop_token.
template <class Function>
JobFunction job_function(Function function)
{
    constexpr bool takes_nothing = std::is_invocable_v<Function&>;
    constexpr bool takes_token = std::is_invocable_v<Function&, std::stop_token>;
    static_assert(takes_nothing || takes_token,
                  "a job is a function that takes nothing, or a std::stop_token: [] { ... }");
    if constexpr (takes_nothing) {
        return [function = std::move(function)](const std::stop_token& /*stop*/) mutable {
            function();
        };
    } else if constexpr (takes_token) {
        return function;
    } else {
        return {};
    }
}

}  // namespace detail

}  // namespace aspic
