#pragma once
// Makes the answer for one visitor: a page that is not shared, with this visitor's fragments in its
// holes and the session's cookies. Any thread.

#include <exception>
#include <string>
#include <string_view>

#include <aspic/http/cache_status.h>
#include <aspic/http/front_end_files.h>
#include <aspic/http/request.h>
#include <aspic/http/wire_response.h>
#include <aspic/rendering/rendered_answer.h>
#include <aspic/sessions/session_keeper.h>
#include <aspic/site/debug_pages.h>
#include <aspic/site/dev_door.h>
#include <aspic/site/renderings.h>
#include <aspic/site/work_slots.h>
#include <aspic/site/xray_door.h>

namespace aspic {

class PersonalAnswers {
public:
    struct Settings {
        std::string content_security_policy;      // for pages that set none; empty: none
        const DebugPages* debug_pages = nullptr;  // null: not in debug mode
        FrontEndFiles front_end_files{};
        DevDoor::Settings dev{};
    };

    /// The first three parameters, and `debug_pages`, must outlive it.
    PersonalAnswers(const SessionKeeper& sessions, const XrayDoor& xray, WorkSlots& slots,
                    Settings settings);

    /// If a fragment fails, this does not throw. If the session cannot be stored, because it is too
    /// large or the store cannot be reached, the answer is an error page. If the client's copy is
    /// still valid, the answer is a 304. The first piece of a body that has a source is taken here.
    /// Throws PreconditionFailed (only for a status 2xx) if a precondition of the request is false,
    /// and what the source throws for its first piece.
    WireResponse make(RenderedAnswer rendered, Request& request, const Rendering& rendering,
                      const CacheStatus& cache_status) const;

    /// Makes the error page for an exception from a view. The exception is logged if it is not an
    /// HttpError, and explained in debug mode.
    RenderedAnswer failure(const std::exception_ptr& failure, const Request& request,
                           const Rendering& rendering) const
    {
        return this->failure(failure, request, rendering, rendering.values_for(request));
    }
    /// The same for a page that others may get: `for_all_pages` records what it reads. `reads`, if
    /// it is not null, is what the view has read.
    RenderedAnswer failure(const std::exception_ptr& failure, const Request& request,
                           const Rendering& rendering, const SetValues& for_all_pages,
                           const Inputs* reads = nullptr) const;

    /// Adds the fields that all answers have, unless the view has set them. Removes those of one
    /// connection, and those by which a front end would send a file of its choice.
    RenderedAnswer with_fields(RenderedAnswer rendered) const;

private:
    /// The error page if the session could not be stored.
    RenderedAnswer not_stored(const std::exception& error, const Request& request,
                              const Rendering& rendering) const;

    const SessionKeeper& sessions_;
    const XrayDoor& xray_;
    WorkSlots& slots_;
    const Settings settings_;
    const DevDoor dev_;
};

}  // namespace aspic
