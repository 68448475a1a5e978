#pragma once
// Pages that have failed in this process. A page whose view fails is not tried again for a while,
// and longer each time it fails; meanwhile its visitors get the answer that the view gave last. Used
// only if there is no fresh page. Any thread.

#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include <aspic/base/clock.h>
#include <aspic/entries/entry.h>
#include <aspic/rendering/rendered_answer.h>

namespace aspic {

class Failures {
public:
    static constexpr std::chrono::seconds first_pause{2};
    static constexpr std::chrono::seconds longest_pause{300};
    /// A failure is forgotten when this time has passed since the end of its pause.
    static constexpr std::chrono::seconds remembered{600};

    struct Failure {
        std::shared_ptr<const RenderedAnswer> answer;  // null if an old page was served instead
        EntryPtr page;  // only its path, tags and position: a purge of them makes this failure void
        Time until;
    };

    /// UncacheableKeys that the page failed, and returns how long it is not tried again: 2 s, 4 s, and so on, at
    /// most five minutes. If the view has said how long, it is `stated` (at most five minutes too),
    /// and the next pause does not become longer by it.
    std::chrono::seconds note(const std::string& key, Failure failure,
                              std::optional<std::chrono::seconds> stated, Time now);

    /// The failure whose pause is not over; nothing if the page may be tried.
    std::optional<Failure> find(const std::string& key, Time now) const;

    /// The page was purged: it may be tried at once, and its pauses start again.
    void end_pause(const std::string& key);
    /// The page has been made.
    void forget(const std::string& key);

    /// The tags of the page, as the last failure knew them: a view that fails names none.
    std::vector<std::string> tags(const std::string& key) const;

private:
    static constexpr std::size_t most_failures = 1'000;
    struct Record {
        Failure failure;
        unsigned count = 0;
    };
    void make_room(Time now);

    mutable std::mutex mutex_;
    std::unordered_map<std::string, Record> records_;
};

}  // namespace aspic
