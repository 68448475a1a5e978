#pragma once
// What pages are rendered with: the templates, and the fragments made from them. In debug mode,
// both are made again if a template changes; running requests keep the old ones. Any thread.

#include <chrono>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

#include <aspic/rendering/static_files.h>
#include <aspic/rendering/templates.h>
#include <aspic/site/fragments.h>
#include <aspic/site/view_table.h>

namespace aspic {

struct RenderingSettings {
    std::filesystem::path templates;
    StaticFiles static_files{};
    std::string live_address{};  // where the scripts ask for fragments: "/docs/_live"
    std::chrono::milliseconds slow_fragment{300};  // pages do not wait for slower ones
    bool follows_changes = false;                  // load changed templates
};

struct Rendering {
    Rendering(const ViewTable& views, const RenderingSettings& settings)
        : templates{settings.templates, settings.static_files, settings.live_address},
          fragments{views, templates, settings.slow_fragment}
    {
    }
    Templates templates;
    Fragments fragments;
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
