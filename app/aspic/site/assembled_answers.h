#pragma once
// A page from the cache with one visitor's fragments in its holes: for visitors with a session
// whose browser keeps no snapshots, and for developers. Any thread.

#include <optional>

#include <aspic/caching/page_cache.h>
#include <aspic/http/request.h>
#include <aspic/http/wire_response.h>
#include <aspic/sessions/session_keeper.h>
#include <aspic/site/renderings.h>
#include <aspic/site/xray_door.h>

namespace aspic {

class AssembledAnswers {
public:
    /// Both parameters must outlive it.
    AssembledAnswers(const SessionKeeper& sessions, const XrayDoor& xray);

    /// Also if a decorator around the page has changed the session or purged pages, because only an
    /// answer to one visitor can set cookies.
    bool is_due(const Entry& entry, const Request& request) const;

    /// REQUIRES: is_due. Returns nothing if the session cannot be stored. Throws
    /// PreconditionFailed if a precondition of the request is false.
    std::optional<WireResponse> make(const Shared& shared, Request& request,
                                     const Rendering& rendering) const;

private:
    const SessionKeeper& sessions_;
    const XrayDoor& xray_;
};

}  // namespace aspic
