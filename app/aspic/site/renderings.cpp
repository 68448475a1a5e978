#include <aspic/site/renderings.h>

#include <exception>
#include <utility>

namespace aspic {

std::string why_no_page(const ViewTable& views, std::string_view path)
{
    // "/notes#newest" leads to a place in the page.
    const auto target = Target::parse(path.substr(0, path.find('#')));
    if (!target) return "the link " + std::string{path} + " is not a path of a page";
    // The front end answers below /static/, and the library itself at paths such as /_status.
    const bool is_of_site = !path.starts_with("/static/") && !path.starts_with("/_");
    if (!is_of_site || views.find(target->segments())) return "";
    return "no view answers the link " + std::string{path} +
           ": correct it; the command \"routes\" lists the paths of the site";
}

SetValues Rendering::values_for(PublicRequest& request) const
{
    if (page_values.empty()) return {};
    return [this, &request](Values& values) {
        for (const PageValues& set : page_values)
            set(request, values);
    };
}

SetValues Rendering::values_for(const Request& request) const
{
    if (page_values.empty()) return {};
    return [this, &request](Values& values) {
        Inputs unused;
        PublicRequest asked{request, unused};
        for (const PageValues& set : page_values)
            set(asked, values);
    };
}

Renderings::Renderings(const ViewTable& views, RenderingSettings settings)
    : views_{views},
      settings_{std::move(settings)},
      static_files_{settings_.static_files},
      last_{std::make_shared<const Rendering>(views_, settings_)}
{
}

RenderingPtr Renderings::current() const
{
    if (!settings_.follows_changes) return last();
    const std::lock_guard lock{reloading_};
    RenderingSettings now = settings_;
    if (!now.static_directory.empty())
        now.static_files = StaticFiles::from_manifest(now.static_directory);
    if (now.static_files == static_files_ && !last_->templates.changed_on_disk()) return last_;
    last_ = std::make_shared<const Rendering>(views_, now);
    static_files_ = std::move(now.static_files);
    return last_;
}

std::string Renderings::why_not_current() const
{
    try {
        current();
        return {};
    } catch (const std::exception& error) {
        return error.what();
    }
}

RenderingPtr Renderings::last() const
{
    // A rendering that never changes needs no reference count, which all threads would write to.
    if (!settings_.follows_changes) return {RenderingPtr{}, last_.get()};
    const std::lock_guard lock{reloading_};
    return last_;
}

}  // namespace aspic
