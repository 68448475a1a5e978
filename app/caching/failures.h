#pragma once
// Pages that have failed in this process: a page whose view fails is not tried again for a while,
// longer each time it fails, and its visitors get the answer that it gave last. Touched only where
// there is no fresh page. Any thread.

#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "caching/entry.h"
#include "http/dates.h"
#include "rendering/draft.h"

namespace aspic {

class Failures {
public:
    static constexpr std::chrono::seconds first_pause{2};
    static constexpr std::chrono::seconds longest_pause{300};
    /// So long after its pause a page counts as one that has not failed.
    static constexpr std::chrono::seconds remembered{600};

    struct Failure {
        std::shared_ptr<const Draft> answer;  // null where an old page was served instead
        EntryPtr page;  // its path, tags and position alone: a purge of these makes it void
        Time until;
    };

    /// Notes that the page failed, and returns for how long it is not to be tried again: 2 s, 4 s,
    /// and so on, or `stated`, where the view has said how long, which does not make the next pause
    /// longer. At most five minutes.
    std::chrono::seconds note(const std::string& key, Failure failure,
                              std::optional<std::chrono::seconds> stated, Time now);

    /// The failure after which this page is not to be tried yet.
    std::optional<Failure> find(const std::string& key, Time now) const;

    /// The page was purged: it may be tried at once, and its pauses start again.
    void end_pause(const std::string& key);
    /// The page has been made.
    void forget(const std::string& key);

    /// Of the page, as far as the last failure knew them: a view that fails tells none.
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
