#pragma once
// A file in memory in which each worker of a pool shows how many of its work slots are taken
// (site/work_slots.h). It has a place for each worker; a worker that replaces another one gets
// another place. Any thread, any process; no locks.
//
// The numbers are hints. Each worker's own limits hold by its own numbers, so a worker that writes
// nonsense here, or is killed in between, can at worst keep requests from moving to another worker.

#include <sys/types.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>

#include <aspic/base/file_descriptor.h>

namespace aspic {

class SharedSlots {
public:
    struct Place {
        /// The worker that serves at this place now; 0: none.
        std::atomic<std::int32_t> process;
        std::atomic<std::uint32_t> form;  // current_form, or another program's
        std::atomic<std::uint32_t> most;
        std::atomic<std::uint32_t> most_of_a_kind;
        std::atomic<std::uint32_t> waiting;  // requests that wait there for a slot
        std::atomic<std::uint32_t> taken;    // with those that are promised
        std::atomic<std::uint32_t> alive;    // when its threads last made progress, in seconds
        std::array<std::atomic<std::uint32_t>, 1017> taken_of;

        /// Says that the threads make progress. Call it each second: a worker that is stopped or
        /// stuck gets no requests.
        void show_progress();
        bool has_free(std::size_t work) const;
        /// Counts a slot as taken for a request that is sent there. Returns false if none is free.
        bool promise(std::size_t work);
        void end_promise(std::size_t work);
    };
    static_assert(sizeof(Place) == 4096);  // unused places take no memory
    static constexpr std::uint32_t current_form = 1;

    /// A file for so many workers. One that is not open: the system has no room; errno says why.
    static FileDescriptor make_file(std::size_t places);
    /// Nothing if it is not such a file.
    static std::optional<SharedSlots> map(int file);

    SharedSlots(SharedSlots&& other) noexcept;
    SharedSlots& operator=(SharedSlots&&) = delete;
    ~SharedSlots();

    std::size_t size() const { return size_; }
    Place& operator[](std::size_t number) const { return places_[number]; }

private:
    SharedSlots(Place* places, std::size_t size) : places_{places}, size_{size} {}

    Place* places_;
    std::size_t size_;
};

}  // namespace aspic
