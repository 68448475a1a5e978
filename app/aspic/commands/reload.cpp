#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

#include <aspic/base/errno_text.h>
#include <aspic/commands/checks.h>
#include <aspic/commands/commands.h>
#include <aspic/supervising/pool_file.h>

namespace aspic {

namespace {

using Clock = std::chrono::steady_clock;

// The pool that --listen names, or the only one.
PoolState find_pool(const ServerOptions& options)
{
    auto pools = running_pools(options.data);
    if (!options.listen.empty()) {
        std::erase_if(pools, [&](const PoolState& one) { return one.address != options.listen; });
    }
    if (pools.size() == 1) return pools.front();
    if (pools.empty()) {
        throw std::runtime_error{
            "no server with --workers runs with --data " + options.data +
            (options.listen.empty() ? "" : " and --listen " + options.listen) +
            ": nothing was reloaded. This command needs the options of the running server"};
    }
    std::string addresses;
    for (const PoolState& one : pools)
        addresses += "\n  " + one.address;
    throw std::runtime_error{"several servers run with --data " + options.data +
                             ": choose one by --listen:" + addresses};
}

std::optional<PoolState> state_of(const ServerOptions& options, pid_t supervisor)
{
    for (PoolState& one : running_pools(options.data)) {
        if (one.supervisor == supervisor) return std::move(one);
    }
    return {};
}

// The operator need not look into the log for a mistake in a template.
std::string mistakes_in_pages(const Site& site, const ServerOptions& options)
{
    // With other options than the server's, there may be no templates to look at.
    if (!std::filesystem::is_directory(options.templates)) return "";
    Findings findings;
    check_pages(site, options, findings);
    std::string text;
    for (const Finding& finding : findings.all()) {
        if (finding.is_error) text += "\n" + finding.text;
    }
    return text;
}

}  // namespace

int reload_server(const Site& site, const CommandLine& line)
{
    const ServerOptions& options = line.options;
    constexpr std::chrono::milliseconds between_looks{50};
    const PoolState before = find_pool(options);
    if (::kill(before.supervisor, SIGUSR2) != 0) {
        throw std::runtime_error{"cannot send SIGUSR2 to the supervisor, process " +
                                 std::to_string(before.supervisor) + ": " + errno_text() +
                                 "; run this command as its user"};
    }
    // The candidate, then the other workers, then the old ones until they have handed over.
    const auto until =
        Clock::now() + 2 * options.start_timeout + options.stop_timeout + std::chrono::seconds{10};
    while (Clock::now() < until) {
        const auto now = state_of(options, before.supervisor);
        if (!now) throw std::runtime_error{"the supervisor has ended; see its log"};
        // A reload that was under way before may have read the old files.
        if (now->reloads > before.begun) {
            if (now->last_reload_failed) {
                throw std::runtime_error{
                    "not reloaded: the new worker did not become ready, and the old ones "
                    "continue; the log of the server says why" +
                    mistakes_in_pages(site, options)};
            }
            std::cout << "reloaded: process " << now->supervisor << ", " << now->address << '\n';
            return 0;
        }
        std::this_thread::sleep_for(between_looks);
    }
    throw std::runtime_error{"the reload takes too long; the log of the server says why"};
}

}  // namespace aspic
