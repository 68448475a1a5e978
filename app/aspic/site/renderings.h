#pragma once
// What pages are rendered with: the templates, and the fragments made from them. In debug mode a
// changed template makes a new one of both; requests under way go on with theirs. Any thread.

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
    std::chrono::milliseconds slow_fragment{300};  // no page waits for one that takes longer
    bool follows_changes = false;                  // of the templates on disk
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

/// Good as long as the Renderings that gave it.
using RenderingPtr = std::shared_ptr<const Rendering>;

class Renderings {
public:
    /// `views` outlives it. Throws TemplateError.
    Renderings(const ViewTable& views, RenderingSettings settings);

    /// The one that is right now. Throws TemplateError if a template was changed and is wrong.
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
