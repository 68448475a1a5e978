#pragma once
// A worker's part in the pool: it shows its free slots to the other workers, sends them requests
// that would have to wait here, and takes theirs.
//
// A request is sent to a worker that has shown a free slot, and that slot is promised to it, so ten
// requests are not sent for one slot. A message stays in the inbox of its place until somebody
// reads it: the worker there, the next one there, or, if there is none, any other worker within a
// second.

#include <cstddef>
#include <cstdint>
#include <optional>

#include <aspic/serving/fastcgi_server.h>
#include <aspic/serving/other_workers.h>
#include <aspic/site/work_slots.h>
#include <aspic/supervising/pool_share.h>
#include <aspic/supervising/shared_slots.h>

namespace aspic {

class WorkExchange final : public OtherWorkers {
public:
    /// REQUIRES: the threads of the server have not started. This object must outlive them.
    WorkExchange(PlaceInPool place, SharedSlots slots, FastcgiServer& server, WorkSlots& work);

    /// From now on the others may send requests. REQUIRES: the server has started.
    void open();
    /// Tells the others that the threads of the server make progress. Call it each second if so.
    void show_progress() { own().show_progress(); }
    /// Takes what was sent to workers that have died. Call it each second.
    void look_after_others();
    /// No other worker sends a request after this; those that were sent are given to the server.
    void close();

    bool have_slot(std::size_t work) const override;
    bool send(ParkedConnection& request) override;
    void tell_of_free_slot() override;

private:
    SharedSlots::Place& own() const { return slots_[place_.number]; }
    std::optional<std::size_t> promised_place(std::size_t work) const;
    bool take_one(std::size_t place);
    void take_all(std::size_t place);

    const PlaceInPool place_;
    const SharedSlots slots_;
    FastcgiServer& server_;
    const std::int32_t process_;
};

}  // namespace aspic
