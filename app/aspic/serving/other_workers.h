#pragma once
// The other workers of a pool, as a server sees them: a request that would have to wait here for a
// slot is sent to one that has a free slot. Any thread may call these functions.

#include <cstddef>

#include <aspic/serving/parked_connections.h>

namespace aspic {

class OtherWorkers {
public:
    OtherWorkers() = default;
    OtherWorkers(const OtherWorkers&) = delete;
    OtherWorkers& operator=(const OtherWorkers&) = delete;
    virtual ~OtherWorkers() = default;

    /// True if one of them has a free slot for this kind of work.
    virtual bool have_slot(std::size_t work) const = 0;
    /// Sends the request to one of them, and closes the connection here. Returns false if it was
    /// not sent; nothing has changed then. Does not wait. REQUIRES: the request waits for a slot,
    /// and its connection is in no epoll set.
    virtual bool send(ParkedConnection& request) = 0;
    /// A slot is free here, and no request waits for it here: those where requests wait look again.
    virtual void tell_of_free_slot() = 0;
};

}  // namespace aspic
