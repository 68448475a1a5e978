#pragma once
// A page from the cache with one visitor's fragments in its holes: for a visitor who is signed in and
// whose browser keeps no snapshot of them, and for developers. Any thread.

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
    /// Both outlive it.
    AssembledAnswers(const SessionKeeper& sessions, const XrayDoor& xray);

    bool is_due(const Entry& entry, const Request& request) const;

    /// REQUIRES: is_due. Nothing if the session does not fit its cookie.
    std::optional<WireResponse> make(const Shared& shared, Request& request,
                                     const Rendering& rendering) const;

private:
    const SessionKeeper& sessions_;
    const XrayDoor& xray_;
};

}  // namespace aspic
