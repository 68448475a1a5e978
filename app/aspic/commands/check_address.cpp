#include <algorithm>
#include <exception>

#include <aspic/commands/checks.h>
#include <aspic/reporting/site_status.h>
#include <aspic/serving/listener.h>
#include <aspic/supervising/pool_file.h>

namespace aspic {

void check_address(const ServerOptions& options, Findings& findings)
{
    // Without --listen, and with fd:N, the program that starts the server passes a socket.
    if (options.listen.empty() || options.listen.starts_with("fd:")) return;
    findings.looked_at("address");
    const auto pools = running_pools(options.data);
    const bool is_ours = std::any_of(pools.begin(), pools.end(), [&](const PoolState& pool) {
        return pool.address == options.listen;
    });
    if (is_ours) return;
    try {
        const Listener trial{ListenAddress::parse(options.listen)};
    } catch (const std::exception& error) {
        // A server without a supervisor does not say where it listens.
        const bool may_be_ours = pools.empty() && !read_site_status(options.data).processes.empty();
        if (!may_be_ours) findings.error(error.what());
    }
}

}  // namespace aspic
