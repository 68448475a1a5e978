#pragma once
// What each thread of a process works on, other than answers from the cache: a view, a fragment. It
// is kept in memory that other processes can map, and that is still there after a crash.
//
// A thread writes its own slot, without locks. Any thread of any process reads it.

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aspic {

/// The work of one thread, as it was read at one moment.
struct Activity {
    std::string route;  // its pattern: "/man/<section>/<name>"
    std::string path;   // without the query, which may hold secrets; long ones are cut
    std::string request_id;
    /// Nanoseconds of CLOCK_MONOTONIC, which all processes of a system share.
    std::int64_t began = 0;
    /// The thread, as the kernel numbers it.
    std::int32_t thread = 0;
};

/// The slot of one thread. All zeros: nobody has taken it. Its layout is part of the file format.
class ActivitySlot {
public:
    /// Takes the slot for the calling thread. Returns false if a thread has it.
    bool take();
    void give_back();
    bool is_taken() const { return thread_.load(std::memory_order_acquire) != 0; }

    /// By the thread that has it. `end` keeps nothing of the request.
    void begin(std::string_view route, std::string_view path, std::string_view request_id);
    void end();

    /// Nothing if the thread works on nothing, or begins something else at this moment.
    std::optional<Activity> read() const;

    /// The same without memory of the heap, for a signal handler. Each text ends with a zero byte.
    struct Names {
        std::array<char, 96> route;
        std::array<char, 256> path;
        std::array<char, 40> request_id;
    };
    bool read_names(Names& names) const;

private:
    // A text in whole words, so that no reader sees a data race: the first byte is its length.
    template <std::size_t Bytes>
    struct Text {
        static_assert(Bytes % 8 == 0 && Bytes <= 256);
        void set(std::string_view text);
        void get(std::array<char, Bytes>& text) const;
        std::array<std::atomic<std::uint64_t>, Bytes / 8> words;
    };

    std::atomic<std::uint64_t> version_;  // odd while the slot is written
    std::atomic<std::int64_t> began_;     // 0: nothing
    std::atomic<std::int32_t> thread_;
    Text<96> route_;
    Text<256> path_;
    Text<40> request_id_;
};
static_assert(std::atomic<std::uint64_t>::is_always_lock_free);

/// While it exists, the slot of this thread says that the thread works on this request. Inside
/// another one it does nothing. It does nothing if the process has no board, or no free slot.
class Working {
public:
    Working(std::string_view route, std::string_view path, std::string_view request_id);
    ~Working();
    Working(const Working&) = delete;
    Working& operator=(const Working&) = delete;

private:
    ActivitySlot* slot_ = nullptr;
};

/// The slots of this process, for Working. Set once, before threads start; they must live as long
/// as the process. Null: threads note nothing.
void set_activity_slots(ActivitySlot* first, std::size_t count);

/// What the calling thread works on. Async-signal-safe; null if the thread has no slot.
const ActivitySlot* activity_of_this_thread();

}  // namespace aspic
