#include <aspic/site/json.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

#include <aspic/http/percent.h>
#include <aspic/http/problem.h>

namespace aspic {

namespace {

constexpr int on_one_line = -1;
constexpr bool in_ascii = false;

std::string as_fragment(std::string_view pointer)
{
    std::string fragment = "#";
    while (!pointer.empty()) {
        pointer.remove_prefix(1);  // the "/"
        fragment += '/' + percent_encode(pointer.substr(0, pointer.find('/')));
        pointer.remove_prefix(std::min(pointer.find('/'), pointer.size()));
    }
    return fragment;
}

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

Json invalid(const JsonForm& form, std::string_view detail)
{
    constexpr int status = 422;
    nlohmann::json errors = nlohmann::json::array();
    for (const JsonForm::Error& one : form.errors())
        errors.push_back({{"pointer", as_fragment(one.path)}, {"detail", one.error}});
    Json answer{nlohmann::json{{"type", "about:blank"},
                               {"title", reason_phrase(status)},
                               {"status", status},
                               {"detail", detail},
                               {"errors", std::move(errors)}},
                status};
    answer.header("Content-Type", problem_type);
    return answer;
}

}  // namespace aspic
