#pragma once
// What pages are rendered with: the templates, and the fragments made from them. In debug mode,
// both are made again if a template changes; running requests keep the old ones. Any thread.

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
    std::string live_address{};  // where the scripts ask for fragments: "/docs/_live"
    std::chrono::milliseconds slow_fragment{300};  // pages do not wait for slower ones
    std::vector<PageValues> page_values{};         // what all pages have
    bool follows_changes = false;                  // load changed templates
};

struct Rendering {
    Rendering(const ViewTable& views, const RenderingSettings& settings)
        : templates{settings.templates, settings.static_files, settings.live_address,
                    [&](std::string_view path) { return why_no_fragment(views, path); }},
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
    const std::vector<PageValues>& page_values;  // of the settings
};

/// Valid as long as the Renderings object that returned it.
using RenderingPtr = std::shared_ptr<const Rendering>;

class Renderings {
public:
    /// `views` must outlive it. Throws TemplateError.
    Renderings(const ViewTable& views, RenderingSettings settings);

    /// The current one. Throws TemplateError if a changed template has an error.
    RenderingPtr current() const;
    /// The last one that could be made.
    RenderingPtr last() const;

private:
    const ViewTable& views_;
    const RenderingSettings settings_;
    mutable std::mutex reloading_;
    mutable RenderingPtr last_;
};

}  // namespace aspic
