#pragma once
// What debug mode shows of a failure, before it has a form: HTML, JSON or text (debug_page.h). All
// of it is bounded. Values; pure functions, but for the reading of a form in the body.

#include <cstddef>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/entries/inputs.h>
#include <aspic/http/request.h>
#include <aspic/rendering/template_error.h>
#include <aspic/site/view_table.h>

namespace aspic {

struct FailureFacts {
    struct Thrown {
        std::string type;
        std::string text;
        std::string place{};  // where it was thrown, if it knows: "views/notes.cpp:12"
    };
    struct Row {
        std::string name;
        std::string value;
    };
    struct Section {
        std::string title;
        std::vector<Row> rows{};
        std::string note{};  // a sentence before them
        bool is_open = false;
    };

    int status = 500;
    std::string headline{};
    std::string asked{};  // "GET /notes"; empty if the request could not be read
    std::string request_id{};
    std::vector<Thrown> thrown{};  // each but the first is the cause of the one before it
    std::string what_to_do{};
    std::string directory{};  // of the templates
    std::vector<TemplatePassage> passages{};
    std::vector<Section> sections{};
};

/// The longest value that is shown, in bytes.
inline constexpr std::size_t longest_fact = 500;
/// What is shown in place of a secret.
inline constexpr std::string_view hidden_value = "(hidden)";

/// Adds the exception and its causes (std::nested_exception), what to do, and for a template the
/// lines around the place and the values that are set.
void add_exception(FailureFacts& facts, const std::exception_ptr& failure);

/// Adds the route that answers the request; or all routes, with near ones named in `what_to_do`, if
/// there is none.
void add_route(FailureFacts& facts, const ViewTable& views, const Request& request);

/// Adds the request without its secrets, and the session if the view has used it. `reads`, if it is
/// not null, is what the view of a cached page has read.
void add_request(FailureFacts& facts, const Request& request, const Inputs* reads);

}  // namespace aspic
