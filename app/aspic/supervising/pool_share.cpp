#include <aspic/supervising/pool_share.h>

#include <unistd.h>

#include <algorithm>
#include <sstream>
#include <utility>

#include <aspic/base/descriptor_passing.h>
#include <aspic/base/errno_text.h>
#include <aspic/reporting/log.h>
#include <aspic/supervising/inherited_descriptors.h>
#include <aspic/supervising/shared_slots.h>

namespace aspic {

namespace {

// Workers that are replaced keep their places until they have ended.
std::size_t places_for(std::size_t workers)
{
    constexpr std::size_t most_replaced = 16;
    return workers == 1 ? 0 : workers + std::min(workers, most_replaced);
}

// A worker's file is no other one, and its supervisor has made the sockets.
bool is_of(const PoolShare& share, pid_t supervisor)
{
    return SharedSlots::map(share.slots).has_value() &&
           std::all_of(share.inboxes.begin(), share.inboxes.end(),
                       [&](const PoolShare::Inbox& one) {
                           return is_socket_pair_of(one.in, supervisor) &&
                                  is_socket_pair_of(one.out, supervisor);
                       });
}

}  // namespace

std::string PoolShare::to_text() const
{
    std::ostringstream text;
    text << slots << ' ' << inboxes.size();
    for (const Inbox& inbox : inboxes)
        text << ' ' << inbox.in << ' ' << inbox.out;
    return text.str();
}

std::optional<PoolShare> PoolShare::read(std::istream& words)
{
    PoolShare share;
    std::size_t count = 0;
    words >> share.slots >> count;
    for (std::size_t i = 0; words && i < count; ++i) {
        Inbox& inbox = share.inboxes.emplace_back();
        words >> inbox.in >> inbox.out;
    }
    if (!words) return {};
    return share;
}

std::vector<int> PoolShare::descriptors() const
{
    if (is_empty()) return {};
    std::vector<int> all{slots};
    for (const Inbox& inbox : inboxes)
        all.insert(all.end(), {inbox.in, inbox.out});
    return all;
}

std::string PlaceInPool::to_text() const
{
    return std::to_string(number) + ' ' + share.to_text();
}

std::optional<PlaceInPool> PlaceInPool::parse(std::string_view text)
{
    std::istringstream words{std::string{text}};
    PlaceInPool place;
    words >> place.number;
    auto share = PoolShare::read(words);
    if (!share || place.number >= share->inboxes.size()) return {};
    place.share = std::move(*share);
    return place;
}

std::optional<PlaceInPool> PlaceInPool::take_from_environment()
{
    const auto text = take_variable(variable);
    auto place = text ? parse(*text) : std::nullopt;
    if (!place || !is_of(place->share, ::getppid())) return {};
    close_on_exec(place->share.descriptors());
    return place;
}

void PlaceInPool::leave_in_environment() const
{
    leave_variable(variable, to_text(), share.descriptors());
}

OwnPoolShare::OwnPoolShare(PoolShare share) : share_{std::move(share)}
{
    for (const int descriptor : share_.descriptors())
        descriptors_.emplace_back(descriptor);
}

OwnPoolShare OwnPoolShare::make(std::size_t workers)
{
    const std::size_t places = places_for(workers);
    if (places == 0) return {};
    OwnPoolShare made;
    const auto add = [&made](FileDescriptor one) {
        return made.descriptors_.emplace_back(std::move(one)).get();
    };
    FileDescriptor slots = SharedSlots::make_file(places);
    bool is_whole = slots.is_open();
    made.share_.slots = add(std::move(slots));
    while (is_whole && made.share_.inboxes.size() < places) {
        auto pair = make_socket_pair();
        is_whole = pair.has_value();
        if (!pair) break;
        const int in = add(std::move(pair->first));
        made.share_.inboxes.push_back({.in = in, .out = add(std::move(pair->second))});
    }
    if (is_whole) return made;
    log(LogLevel::warning,
        "a worker that is busy will not send requests to an idle one: the system has no room for "
        "what they share; raise the limit of open files (ulimit -n)",
        {{"why", errno_text()}});
    return {};
}

bool OwnPoolShare::is_for(std::size_t workers) const
{
    return share_.inboxes.size() >= places_for(workers);
}

}  // namespace aspic
