#include <aspic/http/json_body.h>

#include <nlohmann/json.hpp>
#include <string>

#include <aspic/base/bytes.h>
#include <aspic/http/errors.h>

namespace aspic {

bool is_json_type(std::string_view media_type)
{
    return media_type == "application/json" ||
           (media_type.starts_with("application/") && media_type.ends_with("+json"));
}

nlohmann::json parse_json(std::string_view text, const JsonLimits& limits)
{
    if (text.size() > limits.most_bytes) {
        throw PayloadTooLarge{"JSON may have at most " + bytes_text(limits.most_bytes) +
                              " in one request."};
    }
    const auto check_depth = [&](int depth, nlohmann::json::parse_event_t event,
                                 const nlohmann::json& /*parsed*/) {
        using Event = nlohmann::json::parse_event_t;
        const bool opens = event == Event::object_start || event == Event::array_start;
        if (opens && static_cast<std::size_t>(depth) >= limits.most_depth) {
            throw BadRequest{"The JSON of this request has more than " +
                             std::to_string(limits.most_depth) + " levels."};
        }
        return true;
    };
    try {
        return nlohmann::json::parse(text.begin(), text.end(), check_depth);
    } catch (const nlohmann::json::parse_error& error) {
        throw BadRequest{"The body of this request is not JSON: it is wrong at byte " +
                         std::to_string(error.byte) + '.'};
    } catch (const nlohmann::json::exception&) {
        throw BadRequest{"The JSON of this request has a number that is too large."};
    }
}

}  // namespace aspic
