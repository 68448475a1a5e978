#include <aspic/http/problem.h>

#include <algorithm>
#include <array>

#include <aspic/base/json.h>
#include <aspic/base/syntax.h>
#include <aspic/http/headers.h>
#include <aspic/http/response.h>
#include <aspic/http/weight.h>

namespace aspic {

namespace {

/// The most specific member of an Accept field that matches a media type.
struct Acceptance {
    int specificity = -1;  // 2: its name; 1: "text/*"; 0: "*/*"; -1: no member
    int weight = 0;

    void note(int member_specificity, int member_weight)
    {
        if (member_specificity < std::max(specificity, 0)) return;
        weight = member_specificity > specificity ? member_weight : std::max(weight, member_weight);
        specificity = member_specificity;
    }
};

int specificity_for_html(std::string_view range)
{
    constexpr std::array<std::string_view, 3> names{"*/*", "text/*", "text/html"};
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (equal_ignoring_case(range, names.at(i))) return static_cast<int>(i);
    }
    return -1;
}

int specificity_for_json(std::string_view range)
{
    if (equal_ignoring_case(range, problem_type) || equal_ignoring_case(range, "application/json"))
        return 2;
    return equal_ignoring_case(range, "application/*") ? 1 : -1;
}

}  // namespace

bool prefers_json(std::string_view accept)
{
    Acceptance html;
    Acceptance json;
    while (!accept.empty()) {
        std::string_view member = syntax::take_until(accept, ',');
        const std::string_view range = syntax::trim(syntax::take_until(member, ';'));
        const int weight = weight_of(member);
        html.note(specificity_for_html(range), weight);
        json.note(specificity_for_json(range), weight);
    }
    if (json.weight == 0) return false;
    return json.weight > html.weight ||
           (json.weight == html.weight && json.specificity > html.specificity);
}

bool names_html(std::string_view accept)
{
    while (!accept.empty()) {
        std::string_view member = syntax::take_until(accept, ',');
        const std::string_view range = syntax::trim(syntax::take_until(member, ';'));
        if (equal_ignoring_case(range, "text/html") ||
            equal_ignoring_case(range, "application/xhtml+xml"))
            return true;
    }
    return false;
}

std::string problem_details(int status, std::string_view detail, std::string_view request_id)
{
    std::string json = R"({"type":"about:blank","title":)" + json_string(reason_phrase(status)) +
                       R"(,"status":)" + std::to_string(status) + R"(,"detail":)" +
                       json_string(detail);
    if (!request_id.empty()) json += R"(,"request_id":)" + json_string(request_id);
    return json + '}';
}

}  // namespace aspic
