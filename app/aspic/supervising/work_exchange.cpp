#include <aspic/supervising/work_exchange.h>

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <utility>

#include <aspic/base/descriptor_passing.h>
#include <aspic/reporting/log.h>
#include <aspic/serving/passed_request.h>
#include <aspic/supervising/inbox.h>

namespace aspic {

namespace {

// A message of one byte: a slot is free somewhere.
constexpr const char* slot_is_free = "s";

}  // namespace

WorkExchange::WorkExchange(PlaceInPool place, SharedSlots slots, FastcgiServer& server,
                           WorkSlots& work)
    : place_{std::move(place)}, slots_{std::move(slots)}, server_{server}, process_{::getpid()}
{
    SharedSlots::Place& mine = own();
    mine.process.store(0);
    mine.form.store(SharedSlots::current_form);
    mine.most.store(static_cast<std::uint32_t>(work.most()));
    mine.most_of_a_kind.store(static_cast<std::uint32_t>(work.most_of_a_kind()));
    mine.waiting.store(0);
    mine.taken.store(0);
    for (auto& one : mine.taken_of)
        one.store(0);
    work.show({.taken = &mine.taken, .taken_of = mine.taken_of});
    server_.share_with(*this, mine.waiting);
    const std::size_t number = place_.number;
    server_.watch_inbox(place_.share.inboxes[number].in, [this, number] { take_one(number); });
}

void WorkExchange::open()
{
    show_progress();
    own().process.store(process_);
}

// A sender that has not seen this reads the inbox itself (see `send`).
void WorkExchange::close()
{
    own().process.store(0);
    take_all(place_.number);
}

void WorkExchange::look_after_others()
{
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        if (i == place_.number) continue;
        std::int32_t process = slots_[i].process.load();
        if (process > 0 && ::kill(process, 0) != 0 && errno == ESRCH &&
            slots_[i].process.compare_exchange_strong(process, 0))
            process = 0;
        if (process == 0) take_all(i);
    }
}

bool WorkExchange::have_slot(std::size_t work) const
{
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        if (i != place_.number && slots_[i].has_free(work)) return true;
    }
    return false;
}

// The place with the most free slots.
std::optional<std::size_t> WorkExchange::promised_place(std::size_t work) const
{
    // Another sender may be faster each time.
    for (std::size_t tries = 0; tries < slots_.size(); ++tries) {
        std::optional<std::size_t> best;
        std::uint32_t most_free = 0;
        for (std::size_t i = 0; i < slots_.size(); ++i) {
            if (i == place_.number || !slots_[i].has_free(work)) continue;
            const std::uint32_t most = slots_[i].most.load();
            const std::uint32_t free = most - std::min(most, slots_[i].taken.load());
            if (free <= most_free) continue;
            most_free = free;
            best = i;
        }
        if (!best || slots_[*best].promise(work)) return best;
    }
    return {};
}

bool WorkExchange::send(ParkedConnection& request)
{
    const auto place = promised_place(request.work);
    if (!place) return false;
    SharedSlots::Place& there = slots_[*place];
    const std::int32_t process = there.process.load();
    if (process == 0 || !send_request(place_.share.inboxes[*place].out, request, process)) {
        there.end_promise(request.work);
        return false;
    }
    request.connection.close();
    // If it has closed its place in between, perhaps nobody reads its inbox any more.
    if (there.process.load() != process) take_all(*place);
    return true;
}

void WorkExchange::tell_of_free_slot()
{
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        if (i == place_.number || slots_[i].process.load() == 0 || slots_[i].waiting.load() == 0)
            continue;
        send_message(place_.share.inboxes[i].out, slot_is_free, {});
    }
}

// The thread that reads the inbox looks for requests that wait, whatever the message is.
bool WorkExchange::take_one(std::size_t place)
{
    const int inbox = place_.share.inboxes[place].in;
    if (!may_take_message(inbox, "request")) return false;
    auto message = receive_message(inbox);
    if (!message) return false;
    auto received = to_request(std::move(*message), server_.limits());
    if (!received) return true;
    const std::size_t work = received->work;
    const bool is_promised = place == place_.number && received->promised_by == process_;
    if (!received->request) {
        log(LogLevel::error, "a request that another worker has sent is lost: it cannot be read");
        if (is_promised) own().end_promise(work);
        return true;
    }
    PassedRequest passed{.request = std::move(received->request)};
    if (is_promised) passed.end_promise = [this, work] { own().end_promise(work); };
    server_.adopt(std::move(passed));
    return true;
}

void WorkExchange::take_all(std::size_t place)
{
    while (take_one(place)) {
    }
}

}  // namespace aspic
