#include <aspic/supervising/pool_handover.h>

#include <fcntl.h>

#include <cstdlib>
#include <sstream>

namespace aspic {

std::string PoolHandover::to_text() const
{
    std::ostringstream text;
    text << listener << ' ' << made_socket_file << ' ' << inbox << ' ' << outbox << ' ' << pool_file
         << ' ' << reloads << ' ' << reloads_again << ' ' << workers.size();
    for (const Worker& worker : workers) {
        text << ' ' << worker.process << ' ' << worker.control << ' ' << worker.is_serving << ' '
             << worker.is_replaced << ' ' << worker.is_leaving;
    }
    text << ' ' << address;
    return text.str();
}

std::optional<PoolHandover> PoolHandover::parse(std::string_view text)
{
    std::istringstream words{std::string{text}};
    PoolHandover handover;
    std::size_t count = 0;
    words >> handover.listener >> handover.made_socket_file >> handover.inbox >> handover.outbox >>
        handover.pool_file >> handover.reloads >> handover.reloads_again >> count;
    for (std::size_t i = 0; words && i < count; ++i) {
        Worker& worker = handover.workers.emplace_back();
        words >> worker.process >> worker.control >> worker.is_serving >> worker.is_replaced >>
            worker.is_leaving;
    }
    if (!words || words.get() != ' ' || !std::getline(words, handover.address)) return {};
    return handover;
}

std::vector<int> PoolHandover::descriptors() const
{
    std::vector<int> all{listener, inbox, outbox, pool_file};
    for (const Worker& worker : workers)
        all.push_back(worker.control);
    return all;
}

std::optional<PoolHandover> PoolHandover::take_from_environment()
{
    const char* const text = std::getenv(variable);
    if (text == nullptr) return {};
    auto handover = parse(text);
    ::unsetenv(variable);
    if (!handover) return {};
    for (const int descriptor : handover->descriptors())
        ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    return handover;
}

void PoolHandover::leave_in_environment() const
{
    for (const int descriptor : descriptors())
        ::fcntl(descriptor, F_SETFD, 0);
    ::setenv(variable, to_text().c_str(), 1);
}

}  // namespace aspic
