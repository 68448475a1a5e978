#include <aspic/developing/dev_server.h>

#include <sys/stat.h>

#include <csignal>
#include <exception>
#include <stdexcept>

#include <aspic/developing/dev_loop.h>
#include <aspic/developing/dev_run.h>
#include <aspic/developing/http_probe.h>

namespace aspic {

int run_dev_server(const DevSettings& settings)
{
    if (is_port_taken(settings.port)) {
        throw std::runtime_error{"port " + std::to_string(settings.port) +
                                 " is already in use; choose another one with --port"};
    }
    // Our files are for this user and the front end. The user's own build keeps the user's mask.
    const mode_t mask = ::umask(027);
    DevLoop loop;
    DevRun run{settings, loop, mask};
    try {
        run.start();
        run.serve();
    } catch (const StopSignal& signal) {
        run.stop();
        constexpr int ended_by_signal = 128;
        return run.has_served() ? 0 : ended_by_signal + signal.number;
    } catch (...) {
        run.stop();
        throw;
    }
}

}  // namespace aspic
