#pragma once
// Threads that ask for one page at the same time.

#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "waiting.h"

namespace support {

class Crowd {
public:
    explicit Crowd(std::size_t count) : threads_(count) {}

    /// Runs ask(0), ask(1), ... on a thread each, and returns when all have ended.
    template <class Ask>
    void run(const Ask& ask)
    {
        std::vector<std::jthread> running;
        for (std::size_t i = 0; i < threads_.size(); ++i) {
            running.emplace_back([&, i] {
                threads_[i] = gettid();
                ask(i);
            });
        }
    }

    /// Called by one of these threads: waits until all others wait for it.
    void let_others_wait() const
    {
        eventually([this] {
            const auto asleep = std::count_if(threads_.begin(), threads_.end(), is_asleep);
            return static_cast<std::size_t>(asleep) + 1 == threads_.size();
        });
    }

private:
    /// True if this thread has begun and now waits for something: state S in proc(5), `stat`.
    static bool is_asleep(const std::atomic<pid_t>& thread)
    {
        std::ifstream file{"/proc/self/task/" + std::to_string(thread) + "/stat"};
        std::ostringstream text;
        text << file.rdbuf();
        const std::string stat = text.str();
        const std::size_t name_end = stat.rfind(')');
        return name_end != std::string::npos && stat.substr(name_end).starts_with(") S");
    }

    std::vector<std::atomic<pid_t>> threads_;
};

}  // namespace support
