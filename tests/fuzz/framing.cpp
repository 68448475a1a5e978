// The framing of a FastCGI request. The pieces in which it arrives make no difference, and its copy
// as records has the same content.

#include <aspic/serving/framing.h>
#include <aspic/serving/framing_copy.h>
#include <aspic/serving/parameters.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

void require(bool condition)
{
    if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0) return 0;
    const aspic::Limits limits{
        .most_body_bytes = 512, .most_header_bytes = 512, .most_header_fields = 5};
    const std::size_t step = 1 + data[0] % 64;
    const std::string_view bytes{reinterpret_cast<const char*>(data) + 1, size - 1};

    aspic::Framing whole{limits};
    aspic::Framing::Content content;
    const std::size_t used = whole.read(bytes, &content);
    require(used <= bytes.size() && used == whole.total_bytes());
    require(used == bytes.size() || whole.state() != aspic::Framing::State::incomplete);
    require(content.parameters.size() <= 512 && content.body.size() <= 512);
    aspic::find_parameter(content.parameters, "HTTP_ACCEPT");

    aspic::Framing pieces{limits};
    aspic::Framing::Content same;
    for (std::size_t at = 0; at < used; at += step)
        pieces.read(bytes.substr(at, std::min(step, used - at)), &same);
    require(pieces.state() == whole.state() && pieces.excess() == whole.excess());
    const std::string replies = whole.take_replies();
    require(pieces.take_replies() == replies && replies.size() <= 3 * used + 16);

    if (whole.state() != aspic::Framing::State::complete ||
        whole.excess() != aspic::Framing::Excess::none)
        return 0;
    const std::string records = to_records(whole, content);
    require(same.parameters == content.parameters && same.body == content.body);
    aspic::Framing again{limits};
    aspic::Framing::Content copy;
    require(again.read(records, &copy) == records.size());
    require(again.state() == aspic::Framing::State::complete);
    require(again.id() == whole.id() && again.keeps_connection() == whole.keeps_connection());
    require(copy.parameters == content.parameters && copy.body == content.body);
    const std::string_view alone = whole.parameters_alone();
    require(alone.empty() || (alone == content.parameters && content.body.empty()));
    return 0;
}
