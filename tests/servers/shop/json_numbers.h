#pragma once
// Numbers in the JSON that programs send. A pure function.

#include <nlohmann/json.hpp>

#include <cstdint>
#include <limits>
#include <string_view>

namespace shop {

struct Range {
    std::int64_t least = 1;
    std::int64_t most = std::numeric_limits<std::int64_t>::max();
};

/// The member of this name. Throws an HttpError with 422, which says what it must be, if it is
/// missing or anything else.
std::int64_t whole_number(const nlohmann::json& object, std::string_view name, Range range = {});

}  // namespace shop
