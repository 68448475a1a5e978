#pragma once
// What the Application renders with: inner part of the site room, shared by its sources.

#include <aspic/rendering/templates.h>
#include <aspic/site/application.h>
#include <aspic/site/fragments.h>
#include <aspic/site/view_table.h>

namespace aspic {

inline constexpr const char* own_fault = "Something went wrong on our side. It has been logged.";
inline constexpr std::string_view not_cached = "Aspic; fwd=bypass";

struct Application::Rendering {
    Rendering(const ViewTable& views, const ApplicationSettings& settings)
        : templates{settings.templates, settings.static_files,
                    settings.mount + std::string{live_path}},
          fragments{views, templates, settings.slow_fragment}
    {
    }
    Templates templates;
    Fragments fragments;
};

}  // namespace aspic
