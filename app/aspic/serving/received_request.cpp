#include <aspic/serving/received_request.h>

#include <limits>
#include <string>

#include <aspic/serving/parameters.h>

namespace aspic {

namespace {

constexpr std::size_t most_in_memory = std::size_t{1} << 20U;

}  // namespace

// The route decides about the body, and is not known before the parameters are.
ReceivedRequest::ReceivedRequest(const Limits& limits)
    : framing{limits}, usual_most_body_{limits.most_body_bytes}
{
    framing.limit_body(std::numeric_limits<std::size_t>::max());
}

std::size_t ReceivedRequest::most_body() const
{
    return knows_limit_ ? framing.most_body() : usual_most_body_;
}

std::size_t ReceivedRequest::read(std::string_view bytes, const MostBody& most_body,
                                  const BodySpool& spool)
{
    const std::size_t used = framing.read(bytes, &content);
    if (!knows_limit_ && framing.has_parameters()) {
        knows_limit_ = true;
        const auto most = most_body(find_parameter(content.parameters, "REQUEST_METHOD"),
                                    find_parameter(content.parameters, "REQUEST_URI"));
        may_take_long = most.value_or(0) > usual_most_body_;
        framing.limit_body(most.value_or(usual_most_body_));
    }
    keep_body(spool);
    return used;
}

void ReceivedRequest::keep_body(const BodySpool& spool)
{
    const bool is_complete = framing.state() == Framing::State::complete;
    if (framing.excess() != Framing::Excess::none || is_lost) {
        std::string{}.swap(content.body);
        spooled_ = {};
        return;
    }
    const bool is_large = spooled_.size() > 0 || content.body.size() > most_in_memory;
    if (!is_large || !spool.is_open()) return;
    is_lost = !spooled_.append(spool, content.body);
    content.body.clear();
    if (content.body.capacity() > most_in_memory) std::string{}.swap(content.body);
    if (is_lost) {
        spooled_ = {};
    } else if (is_complete) {
        stored_body = spooled_.finish();
    }
}

}  // namespace aspic
