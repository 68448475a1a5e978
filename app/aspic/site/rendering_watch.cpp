#include <aspic/site/rendering_watch.h>

#include <aspic/base/watched_work.h>
#include <aspic/http/request.h>
#include <aspic/reporting/log.h>

namespace aspic {

namespace {

std::string milliseconds(std::chrono::nanoseconds time)
{
    return std::to_string(std::chrono::round<std::chrono::milliseconds>(time).count());
}

}  // namespace

RenderingWatch::RenderingWatch(std::string_view route, const Request& request, Counters& counters,
                               std::chrono::milliseconds slow)
    : route_{route},
      request_{request},
      counters_{counters},
      slow_{slow},
      working_{route, request.path(), request.id()}
{
    if (watch_.is_outermost()) WatchedWork::of_this_thread().set_request_id(request.id());
}

RenderingWatch::~RenderingWatch()
{
    if (!watch_.is_outermost()) return;
    WatchedWork::of_this_thread().set_request_id({});
    const std::chrono::nanoseconds total = watch_.total();
    const std::chrono::nanoseconds in_view = watch_.spent(TimePart::view);
    if (in_view.count() > 0) counters_.add_rendering(total);
    if (slow_.count() == 0 || total <= slow_) return;
    log(LogLevel::warning, "a request took longer than --slow-view-ms",
        {{"route", std::string{route_}},
         {"path", std::string{request_.path()}},
         {"request", std::string{request_.id()}},
         {"ms", milliseconds(total)},
         {"view_ms", milliseconds(in_view)},
         {"template_ms", milliseconds(watch_.spent(TimePart::templates))},
         {"redis_ms", milliseconds(watch_.spent(TimePart::redis))},
         {"fragments_ms", milliseconds(watch_.spent(TimePart::fragments))}});
}

}  // namespace aspic
