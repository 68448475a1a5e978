#include <aspic/serving/passed_request.h>

#include <unistd.h>

#include <array>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include <aspic/base/files.h>
#include <aspic/serving/framing_copy.h>

namespace aspic {

namespace {

// The clock is the same for all processes of a machine (CLOCK_MONOTONIC).
struct Message {
    std::uint64_t form = passed_request_form;
    std::int64_t arrived = 0;
    std::int64_t deadline = 0;
    std::uint64_t work = 0;
    std::uint64_t moves = 0;
    std::int32_t promised_by = 0;
    std::int32_t is_last = 0;
};
static_assert(sizeof(Message) <= most_message_bytes);

std::int64_t ticks(ParkedConnection::Clock::time_point time)
{
    return time.time_since_epoch().count();
}

ParkedConnection::Clock::time_point time_of(std::int64_t ticks)
{
    return ParkedConnection::Clock::time_point{ParkedConnection::Clock::duration{ticks}};
}

}  // namespace

bool send_request(int socket, const ParkedConnection& request, std::int32_t promised_by)
{
    const ReceivedRequest& received = *request.request;
    const FileDescriptor file = file_in_memory(to_records(received.framing, received.content));
    if (!file.is_open()) return false;
    const Message message{.arrived = ticks(request.arrived),
                          .deadline = ticks(request.deadline),
                          .work = request.work,
                          .moves = request.moves + 1,
                          .promised_by = promised_by,
                          .is_last = received.is_last ? 1 : 0};
    const std::array descriptors{request.connection.get(), file.get()};
    return send_message(socket, {reinterpret_cast<const char*>(&message), sizeof message},
                        descriptors);
}

std::optional<ReceivedFromWorker> to_request(PassedMessage passed, const Limits& limits)
{
    Message message;
    if (passed.text.size() != sizeof message) return {};
    std::memcpy(&message, passed.text.data(), sizeof message);
    if (message.form != passed_request_form) return {};
    ReceivedFromWorker result{.request = nullptr,
                              .work = static_cast<std::size_t>(message.work),
                              .promised_by = message.promised_by};
    if (passed.descriptors.size() != 2) return result;
    const auto records = read_from(passed.descriptors[1]);
    if (!records) return result;
    auto request = std::make_unique<ParkedConnection>();
    request->request = std::make_unique<ReceivedRequest>(limits);
    ReceivedRequest& received = *request->request;
    received.framing.read(*records, &received.content);
    if (received.framing.state() != Framing::State::complete) return result;
    received.is_last = message.is_last != 0;
    request->connection = std::move(passed.descriptors[0]);
    request->waits_for = ParkedConnection::WaitsFor::slot;
    request->work = message.work;
    request->moves = message.moves;
    request->arrived = time_of(message.arrived);
    request->deadline = request->slot_deadline = time_of(message.deadline);
    result.request = std::move(request);
    return result;
}

}  // namespace aspic
