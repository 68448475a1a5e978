#include <aspic/supervising/worker_place.h>

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <sstream>

#include <aspic/reporting/log.h>
#include <aspic/serving/listener.h>
#include <aspic/supervising/inherited_descriptors.h>

namespace aspic {

std::string WorkerPlace::to_text() const
{
    std::ostringstream text;
    text << listener << ' ' << control << ' ' << inbox << ' ' << outbox << ' ' << address;
    return text.str();
}

std::optional<WorkerPlace> WorkerPlace::parse(std::string_view text)
{
    std::istringstream words{std::string{text}};
    WorkerPlace place;
    words >> place.listener >> place.control >> place.inbox >> place.outbox;
    if (!words || words.get() != ' ' || !std::getline(words, place.address)) return {};
    return place;
}

std::optional<WorkerPlace> WorkerPlace::take_from_environment()
{
    const auto text = take_variable(variable);
    if (!text) return {};
    auto place = parse(*text);
    const pid_t supervisor = ::getppid();
    const bool is_true = place && is_listening_socket(place->listener) &&
                         is_socket_pair_of(place->control, supervisor) &&
                         is_socket_pair_of(place->inbox, supervisor) &&
                         is_socket_pair_of(place->outbox, supervisor);
    if (!is_true) {
        log(LogLevel::warning,
            "a variable of the environment is ignored, because no supervisor has set it for this "
            "process: remove it",
            {{"variable", variable}});
        return {};
    }
    close_on_exec(std::array{place->listener, place->control, place->inbox, place->outbox});
    return place;
}

void WorkerPlace::leave_in_environment() const
{
    leave_variable(variable, to_text(), std::array{listener, control, inbox, outbox});
}

void WorkerPlace::tell(std::string_view message) const
{
    ::send(control, message.data(), message.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
}

}  // namespace aspic
