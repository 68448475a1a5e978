#include <aspic/site/json.h>

#include <nlohmann/json.hpp>

#include <utility>

namespace aspic {

namespace {

constexpr int on_one_line = -1;
constexpr bool in_ascii = false;

}  // namespace

Json::Json(const nlohmann::json& value, int status)
    : text_{value.dump(on_one_line, ' ', in_ascii, nlohmann::json::error_handler_t::replace)}
{
    this->status(status);
}

Json::operator Response() &&
{
    Response response{.status = AnswerHead::status(),
                      .headers = std::move(*this).take_headers(),
                      .body = std::move(text_),
                      .tags = std::move(*this).take_tags(),
                      .may_be_cached = may_be_cached()};
    if (!response.headers.has("Content-Type"))
        response.headers.set("Content-Type", "application/json");
    return response;
}

}  // namespace aspic
