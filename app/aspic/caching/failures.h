#pragma once
// Pages that have failed in this process. If a view fails, its page is not tried again for a while,
// and the pause becomes longer with each failure. In the meantime, visitors get the last answer of
// the view. Used only if there is no fresh page. Any thread.

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
    /// A failure is forgotten this long after the end of its pause.
    static constexpr std::chrono::seconds remembered{600};

    struct Failure {
        std::shared_ptr<const RenderedAnswer> answer;  // null if an old page was served instead
        EntryPtr page;  // only its path, tags and position: a purge of them ends the pause
        Time until;
    };

    /// Notes that the page failed. Returns the pause before it is tried again: 2 s, 4 s, and so on,
    /// at most five minutes. If the view states a pause, that is used (`stated`, at most five
    /// minutes too), and it does not make the next pause longer.
    std::chrono::seconds note(const std::string& key, Failure failure,
                              std::optional<std::chrono::seconds> stated, Time now);

    /// Returns the failure if its pause is not over. Returns nothing if the page may be tried.
    std::optional<Failure> find(const std::string& key, Time now) const;

    /// The page was purged: it may be tried at once, and its pauses start again.
    void end_pause(const std::string& key);
    /// The page has been made.
    void forget(const std::string& key);

    /// The tags of the page that the last failure knew. A view that fails sets none.
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
