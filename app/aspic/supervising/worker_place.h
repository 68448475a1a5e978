#pragma once
// What the supervisor gives to a worker when it starts it: descriptors, by their numbers, in an
// environment variable. Also the worker's end of their conversation. What the workers share is in
// another variable (pool_share.h).
//
// The worker says "ready" when it can answer, "alive" each second while its threads make progress,
// and "replace WHY" when another process must take its place. The supervisor sends signals: SIGTERM
// stops the worker, SIGUSR2 retires it: it finishes its requests, and hands its idle connections to
// the other workers. It says "handed over" once it answers no request that is sent from then on.

#include <optional>
#include <string>
#include <string_view>

namespace aspic {

struct WorkerPlace {
    static constexpr const char* variable = "_ASPIC_WORKER";

    int listener = -1;
    int control = -1;     // to the supervisor
    int inbox = -1;       // connections that retired workers hand over
    int outbox = -1;      // the other end of it
    std::string address;  // that the listener was made for: "unix:/run/site.sock"

    std::string to_text() const;
    static std::optional<WorkerPlace> parse(std::string_view text);
    /// The place of this process. Nothing if its parent is not the supervisor that has made these
    /// descriptors. They are closed on exec, and the variable is removed.
    static std::optional<WorkerPlace> take_from_environment();
    void leave_in_environment() const;

    /// Tells the supervisor. It is not an error if the supervisor has died.
    void tell(std::string_view message) const;
};

namespace worker_says {
/// With the format of PoolHandover that this program reads. Raise it with each change of that.
inline constexpr std::string_view ready = "ready, handover 3";
inline constexpr std::string_view ready_in_any_format = "ready";
inline constexpr std::string_view alive = "alive";
inline constexpr std::string_view handed_over = "handed over";
inline constexpr std::string_view replace = "replace ";  // and why
}  // namespace worker_says

}  // namespace aspic
