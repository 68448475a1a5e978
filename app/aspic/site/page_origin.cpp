#include <aspic/site/page_origin.h>

#include <exception>
#include <stdexcept>
#include <utility>

#include <aspic/jobs/job_scope.h>
#include <aspic/site/error_pages.h>

namespace aspic {

namespace {

template <class View>
auto in_view(const View& view)
{
    const TimeIn in_view{TimePart::view};
    return view();
}

}  // namespace

RenderedAnswer PageOrigin::render(ForwardRequest& visitor) const
{
    try {
        JobScope jobs{jobs_, request_};
        Answer made = in_view([&] { return place_.page().make(visitor, place_.captures); });
        RenderedAnswer rendered = personal_.with_fields(
            render_answer(std::move(made), rendering_.templates, rendering_.values_for(visitor)));
        if (rendered.status == 304 && !visitor.can_be_answered_304())
            throw std::logic_error{"the view answered 304, but there is no page to confirm"};
        const Headers& headers = rendered.headers;
        rendered.keeps_cache_fields = place_.page().policy.from_response ||
                                      (headers.has("Expires") && !headers.has("Set-Cookie"));
        jobs.keep();
        return rendered;
    } catch (...) {
        return personal_.failure(std::current_exception(), request_, rendering_,
                                 rendering_.values_for(visitor), &visitor.reads());
    }
}

RenderedAnswer PageOrigin::too_late() const
{
    // What the view has read is not known yet, so the page may depend on the path alone.
    RequestSource source;
    source.target = request_.path();
    const Request nobody{std::move(source), Target::parse(request_.path()).value_or(Target{})};
    return personal_.with_fields(
        render_error(504, view_too_late, rendering_.templates, rendering_.values_for(nobody)));
}

std::optional<std::string> PageOrigin::guest_fragment(const std::string& path,
                                                      const std::string& query) const
{
    return rendering_.fragments.for_guest(path, page_address(request_.path(), query),
                                          request_.id());
}

}  // namespace aspic
