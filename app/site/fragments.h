#pragma once
// Fragments by path: as the visitor sees them, as a guest sees them, and all holes of a page in one
// answer (/_live). A fragment that fails is logged and leaves the others alone. Any thread.

#include <optional>
#include <string>
#include <string_view>

#include "http/request.h"
#include "http/response.h"
#include "rendering/templates.h"
#include "site/view_table.h"

namespace aspic {

class Fragments {
public:
    /// Both outlive it.
    Fragments(const ViewTable& views, const Templates& templates)
        : views_{views}, templates_{templates}
    {
    }

    /// As this visitor sees it in the page at `page`; the guest's form where that fails.
    std::string for_visitor(const Request& visitor, const std::string& path,
                            std::string_view page) const;

    /// As a guest sees it: made from the two paths alone, so it is the same for everyone. Empty
    /// where it fails.
    std::string for_guest(const std::string& path, std::string_view page) const;

    /// Answers /_live?page=PATH&fragment=PATH&fragment=...: one hole element for each fragment that
    /// could be made. Throws BadRequest where there is none, more than 16, or one that is no
    /// fragment's path.
    Response live(const Request& request) const;

private:
    std::optional<std::string> render(Request& request) const;

    const ViewTable& views_;
    const Templates& templates_;
};

}  // namespace aspic
