// The fields of requests and responses: Cookie, Accept, Accept-Encoding, If-None-Match, dates,
// Cache-Control, Vary.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <aspic/http/cache_control.h>
#include <aspic/http/conditional.h>
#include <aspic/http/content_coding.h>
#include <aspic/http/cookies.h>
#include <aspic/http/dates.h>
#include <aspic/http/problem.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    for (std::string_view rest = text; aspic::take_cookie(rest, "session");) {
    }
    aspic::negotiate_coding(text, {true, true, true});
    aspic::has_etag({text}, "\"abc\"", aspic::Comparison::weak);
    aspic::has_coded_etag({text}, "\"abc\"");
    aspic::prefers_json(text);
    aspic::CacheControl::parse(text);
    aspic::varies_on_everything(text);
    if (const auto date = aspic::parse_date(text)) {
        if (aspic::parse_date(aspic::format_date(*date)) != date) std::abort();
    }
    return 0;
}
