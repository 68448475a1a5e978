#pragma once
// What pages are rendered with: the templates, and the fragments made from them. In debug mode,
// both are made again if a template or the list of static files changes; running requests keep the
// old ones. Any thread.

#include <chrono>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/http/request.h>
#include <aspic/rendering/rendered_answer.h>
#include <aspic/rendering/static_files.h>
#include <aspic/rendering/templates.h>
#include <aspic/site/fragments.h>
#include <aspic/site/page_values.h>
#include <aspic/site/view_table.h>

namespace aspic {

struct RenderingSettings {
    std::filesystem::path templates;
    StaticFiles static_files{};
    std::filesystem::path static_directory{};  // where their list is; empty: there is none
    HeadSettings head{};
    std::chrono::milliseconds slow_fragment{300};  // pages do not wait for slower ones
    std::vector<PageValues> page_values{};         // what all pages have
    bool follows_changes = false;  // load changed templates, and a changed list of static files
};

/// Why a link to this path leads nowhere, and what to do; empty if a view answers it, or if it is
/// not for views: below /static/ or /_.
std::string why_no_page(const ViewTable& views, std::string_view path);

struct Rendering {
    Rendering(const ViewTable& views, const RenderingSettings& settings)
        : templates{settings.templates,
                    settings.static_files,
                    settings.head,
                    {.why_no_fragment =
                         [&](std::string_view path) { return why_no_fragment(views, path); },
                     .why_no_page =
                         [&](std::string_view path) { return why_no_page(views, path); }}},
          fragments{views, templates, settings.slow_fragment},
          page_values{settings.page_values}
    {
    }

    /// The values of all pages for this request. It records there what they depend on. The result
    /// is valid as long as the request.
    SetValues values_for(PublicRequest& request) const;
    /// The same for an answer that nobody shares.
    SetValues values_for(const Request& request) const;

    Templates templates;
    Fragments fragments;
    std::vector<PageValues> page_values;
};

/// Valid as long as the Renderings object that returned it.
using RenderingPtr = std::shared_ptr<const Rendering>;

class Renderings {
public:
    /// `views` must outlive it. Throws TemplateError.
    Renderings(const ViewTable& views, RenderingSettings settings);

    /// The current one. Throws TemplateError if a changed template has an error, and
    /// std::runtime_error if the list of static files cannot be read.
    RenderingPtr current() const;
    /// Why there is no current one; empty if there is one.
    std::string why_not_current() const;
    /// The last one that could be made.
    RenderingPtr last() const;

private:
    const ViewTable& views_;
    const RenderingSettings settings_;
    mutable std::mutex reloading_;
    mutable StaticFiles static_files_;  // of last_
    mutable RenderingPtr last_;
};

}  // namespace aspic
