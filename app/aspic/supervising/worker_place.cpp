#include <aspic/supervising/worker_place.h>

#include <fcntl.h>
#include <sys/socket.h>

#include <cstdlib>
#include <initializer_list>
#include <sstream>

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
    const char* const text = std::getenv(variable);
    if (text == nullptr) return {};
    auto place = parse(text);
    ::unsetenv(variable);
    if (!place) return {};
    for (const int descriptor : {place->listener, place->control, place->inbox, place->outbox})
        ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    return place;
}

void WorkerPlace::tell(std::string_view message) const
{
    ::send(control, message.data(), message.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
}

}  // namespace aspic
