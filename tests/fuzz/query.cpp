// Query strings and forms, percent-encoding, and the request target.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <aspic/http/parameters.h>
#include <aspic/http/percent.h>
#include <aspic/http/target.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    if (const auto parameters = aspic::Parameters::parse(text, 100)) {
        // The printed text is read back to the same parameters.
        const auto again = aspic::Parameters::parse(parameters->encoded(), 100);
        if (!again || again->encoded() != parameters->encoded()) std::abort();
    }
    if (const auto target = aspic::Target::parse(text)) {
        const auto again = aspic::Target::parse(target->path);
        if (!again || again->path != target->path ||
            !std::ranges::equal(again->segments(), target->segments()))
            std::abort();
    }
    if (const auto decoded = aspic::percent_decode(aspic::percent_encode(text)); decoded != text)
        std::abort();
    return 0;
}
