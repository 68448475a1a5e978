#include <aspic/site/renderings.h>

#include <utility>

namespace aspic {

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
      last_{std::make_shared<const Rendering>(views_, settings_)}
{
}

RenderingPtr Renderings::current() const
{
    if (!settings_.follows_changes) return last();
    const std::lock_guard lock{reloading_};
    if (last_->templates.changed_on_disk())
        last_ = std::make_shared<const Rendering>(views_, settings_);
    return last_;
}

RenderingPtr Renderings::last() const
{
    // A rendering that never changes needs no reference count, which all threads would write to.
    if (!settings_.follows_changes) return {RenderingPtr{}, last_.get()};
    const std::lock_guard lock{reloading_};
    return last_;
}

}  // namespace aspic
