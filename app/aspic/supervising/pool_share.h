#pragma once
// What the workers of one program share: a file in memory (shared_slots.h), and for each place an
// inbox, a pair of sockets. Every worker inherits all of it, so a request that was sent to a worker
// that dies is still there for the next one. The supervisor makes it, and neither reads nor writes
// it. After a reload the new workers have a share of their own. Values: numbers of descriptors.

#include <cstddef>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/base/file_descriptor.h>

namespace aspic {

struct PoolShare {
    struct Inbox {
        int in = -1;   // where the worker reads
        int out = -1;  // where the others write
    };
    int slots = -1;
    std::vector<Inbox> inboxes{};

    bool is_empty() const { return inboxes.empty(); }
    std::string to_text() const;
    /// Nothing if it is not well formed.
    static std::optional<PoolShare> read(std::istream& words);
    std::vector<int> descriptors() const;
};

/// A worker's place in it.
struct PlaceInPool {
    static constexpr const char* variable = "_ASPIC_PLACE";

    std::size_t number = 0;
    PoolShare share{};

    std::string to_text() const;
    static std::optional<PlaceInPool> parse(std::string_view text);
    /// Nothing if no supervisor has started this process, or if it shares nothing. The descriptors
    /// are then closed on exec, and the variable is removed.
    static std::optional<PlaceInPool> take_from_environment();
    void leave_in_environment() const;
};

/// The share with its descriptors, for the supervisor.
class OwnPoolShare {
public:
    OwnPoolShare() = default;  // empty
    explicit OwnPoolShare(PoolShare share);
    /// For so many workers, and some that take the place of others. Empty, with a line in the log,
    /// if the system has no room for it: the workers then share nothing.
    static OwnPoolShare make(std::size_t workers);

    const PoolShare& get() const { return share_; }
    bool is_for(std::size_t workers) const;

private:
    PoolShare share_;
    std::vector<FileDescriptor> descriptors_;
};

}  // namespace aspic
