#include <algorithm>
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>

#include <aspic/commands/answering.h>
#include <aspic/commands/commands.h>
#include <aspic/reporting/log.h>
#include <aspic/serving/service_sockets.h>
#include <aspic/supervising/supervisor.h>

namespace aspic {

namespace {

ListenAddress listen_address(const ServingOptions& options)
{
    if (!options.listen.empty()) return ListenAddress::parse(options.listen);  // checked already
    try {
        if (const auto sockets = service_sockets(); !sockets.empty()) return address_of(sockets);
    } catch (const std::invalid_argument& error) {
        throw UsageError{error.what()};
    }
    if (is_listening_socket(0)) return ListenAddress::parse("fd:0");
    throw UsageError{
        "--listen is missing: write --listen unix:/path/to/socket, and name the same socket in the "
        "front end; to try the site without one, use the command dev"};
}

int serve_as_worker(const Site& site, const CommandLine& line, const WorkerPlace& place)
{
    const std::string& listen = line.options.listen;
    if (!listen.empty() && listen != place.address) {
        throw UsageError{"--listen is now " + listen + ", but this server listens on " +
                         place.address +
                         ": a reload cannot change that; stop it and start it again"};
    }
    Listener listener{FileDescriptor{place.listener}, ListenAddress::parse(place.address), false};
    return answer_requests(site, line, listener, &place, PlaceInPool::take_from_environment());
}

PoolSettings pool_settings(const ServerOptions& options)
{
    return {.data = options.data,
            .workers = std::max<std::size_t>(1, options.workers),
            .most_memory = options.max_memory,
            .start_time = options.start_timeout,
            .stop_time = options.stop_timeout};
}

int supervise(const ServerOptions& options, const Listener& listener,
              const std::optional<PoolHandover>& before)
{
    make_directory(options.data);
    raise_limit_of_open_files();  // each worker needs some, and they share some
    Supervisor supervisor{pool_settings(options),
                          {.listener = listener.descriptor(),
                           .made_file = listener.made_file(),
                           .address = listener.address().to_text()},
                          before};
    return supervisor.run();
}

}  // namespace

int serve(const Site& site, const CommandLine& line)
{
    const ServerOptions& options = line.options;
    set_log_level(options.log_level);
    if (const auto place = WorkerPlace::take_from_environment())
        return serve_as_worker(site, line, *place);
    if (const auto before = PoolHandover::take_from_environment()) {
        const Listener listener{FileDescriptor{before->listener},
                                ListenAddress::parse(before->address), before->made_socket_file};
        return supervise(options, listener, before);
    }
    Listener listener{listen_address(options)};
    return options.workers > 0 ? supervise(options, listener, {})
                               : answer_requests(site, line, listener, nullptr, {});
}

}  // namespace aspic
