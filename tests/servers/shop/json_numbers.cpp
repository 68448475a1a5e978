#include "json_numbers.h"

#include <aspic/http/errors.h>

#include <string>

namespace shop {

std::int64_t whole_number(const nlohmann::json& object, std::string_view name, Range range)
{
    const auto found = object.find(name);
    if (found != object.end() && found->is_number_integer()) {
        const auto number = found->get<std::int64_t>();
        if (number >= range.least && number <= range.most) return number;
    }
    throw aspic::HttpError{422, '"' + std::string{name} + "\" must be a whole number from " +
                                    std::to_string(range.least) + " to " +
                                    std::to_string(range.most) + "."};
}

}  // namespace shop
