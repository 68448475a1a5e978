#pragma once
// What a supervisor leaves to the program that it runs in its own place at a reload: the numbers of
// its open descriptors, and its workers. In an environment variable; the process stays the same, so
// its workers stay its children. Values.

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/supervising/pool_share.h>

namespace aspic {

struct PoolHandover {
    static constexpr const char* variable = "_ASPIC_POOL";

    struct Worker {
        pid_t process = 0;
        int control = -1;
        bool is_serving = false;
        bool is_replaced = false;
        bool is_leaving = false;
        bool may_answer = true;
        int place = -1;            // in `share`; -1: none
        std::int64_t started = 0;  // nanoseconds of the steady clock
    };

    int listener = -1;
    bool made_socket_file = false;
    int inbox = -1;
    int outbox = -1;
    int pool_file = -1;
    std::uint64_t reloads = 0;
    bool reloads_again = false;
    std::string address;
    std::vector<Worker> workers{};
    PoolShare share{};

    std::string to_text() const;
    static std::optional<PoolHandover> parse(std::string_view text);
    /// Nothing if this process has not made these descriptors before. They are closed on exec, and
    /// the variable is removed.
    static std::optional<PoolHandover> take_from_environment();
    /// Keeps the descriptors open on exec, and sets the variable.
    void leave_in_environment() const;

private:
    std::vector<int> descriptors() const;
};

}  // namespace aspic
