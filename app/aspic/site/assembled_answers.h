#pragma once
// A page from the cache with one visitor's fragments in its holes: for signed-in visitors whose
// browser keeps no snapshots, and for developers. Any thread.

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

    bool is_due(const Entry& entry, const Request& request) const;

    /// REQUIRES: is_due. Returns nothing if the session is too large for its cookie. Throws
    /// PreconditionFailed if a precondition of the request is false.
    std::optional<WireResponse> make(const Shared& shared, Request& request,
                                     const Rendering& rendering) const;

private:
    const SessionKeeper& sessions_;
    const XrayDoor& xray_;
};

}  // namespace aspic
