#pragma once
// What to do about an exception, in a sentence or two. Pure functions.

#include <exception>
#include <string>
#include <vector>

namespace aspic {

struct FailureAdvice {
    std::string what_to_do;
    std::string place{};                 // where it was thrown, if it knows
    std::vector<std::string> details{};  // what it says beside what(): a code, a path
};

/// `type` is the name of its type.
FailureAdvice advice_for(const std::exception_ptr& failure, const std::string& type);

/// What to do if requests are refused with this status before or beside their view; empty if the
/// client alone can do something.
std::string advice_for_refusal(int status);

}  // namespace aspic
