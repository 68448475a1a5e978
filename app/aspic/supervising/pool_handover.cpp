#include <aspic/supervising/pool_handover.h>

#include <unistd.h>

#include <algorithm>
#include <sstream>

#include <aspic/reporting/log.h>
#include <aspic/serving/listener.h>
#include <aspic/supervising/inherited_descriptors.h>

namespace aspic {

namespace {

bool is_of_this_process(const PoolHandover& handover)
{
    const pid_t process = ::getpid();
    return is_listening_socket(handover.listener) && is_socket_pair_of(handover.inbox, process) &&
           is_socket_pair_of(handover.outbox, process) &&
           std::all_of(handover.workers.begin(), handover.workers.end(),
                       [&](const PoolHandover::Worker& one) {
                           return is_socket_pair_of(one.control, process);
                       });
}

}  // namespace

std::string PoolHandover::to_text() const
{
    std::ostringstream text;
    text << listener << ' ' << made_socket_file << ' ' << inbox << ' ' << outbox << ' ' << pool_file
         << ' ' << reloads << ' ' << reloads_again << ' ' << workers.size();
    for (const Worker& worker : workers) {
        text << ' ' << worker.process << ' ' << worker.control << ' ' << worker.is_serving << ' '
             << worker.is_replaced << ' ' << worker.is_leaving << ' ' << worker.may_answer << ' '
             << worker.place << ' ' << worker.started;
    }
    text << ' ' << share.to_text() << ' ' << address;
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
            worker.is_leaving >> worker.may_answer >> worker.place >> worker.started;
    }
    auto share = PoolShare::read(words);
    if (share) handover.share = std::move(*share);
    if (!words || words.get() != ' ' || !std::getline(words, handover.address)) return {};
    return handover;
}

std::vector<int> PoolHandover::descriptors() const
{
    std::vector<int> all{listener, inbox, outbox, pool_file};
    for (const Worker& worker : workers)
        all.push_back(worker.control);
    const std::vector<int> shared = share.descriptors();
    all.insert(all.end(), shared.begin(), shared.end());
    return all;
}

std::optional<PoolHandover> PoolHandover::take_from_environment()
{
    const auto text = take_variable(variable);
    if (!text) return {};
    auto handover = parse(*text);
    if (!handover || !is_of_this_process(*handover)) {
        log(LogLevel::warning,
            "a variable of the environment is ignored, because no supervisor has set it in this "
            "process: remove it",
            {{"variable", variable}});
        return {};
    }
    close_on_exec(handover->descriptors());
    return handover;
}

void PoolHandover::leave_in_environment() const
{
    leave_variable(variable, to_text(), descriptors());
}

}  // namespace aspic
