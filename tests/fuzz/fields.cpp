// The fields of requests and responses: Cookie, Accept, Accept-Encoding, If-None-Match, ETag,
// dates, Cache-Control, targeted fields, structured fields, Connection, Vary.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string_view>

#include <aspic/http/cache_control.h>
#include <aspic/http/conditional.h>
#include <aspic/http/content_coding.h>
#include <aspic/http/cookies.h>
#include <aspic/http/dates.h>
#include <aspic/http/entity_tag.h>
#include <aspic/http/hop_by_hop.h>
#include <aspic/http/problem.h>
#include <aspic/http/structured_field.h>
#include <aspic/http/targeted_field.h>

namespace {

// A field cannot hold control characters.
void read_as_fields(std::string_view text)
{
    aspic::Headers headers;
    try {
        for (const auto* name : {"Cache-Control", "CDN-Cache-Control", "Connection"})
            headers.set(name, text);
    } catch (const std::invalid_argument&) {
        return;
    }
    aspic::targeted_control(headers);
    aspic::forbid_shared_caches(headers);
    if (!aspic::CacheControl::of(headers).is_wholly_private) std::abort();
    aspic::remove_hop_by_hop_fields(headers);
    if (headers.has("Connection")) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    for (std::string_view rest = text; aspic::take_cookie(rest, {.name = "session"});) {
    }
    aspic::negotiate_coding(text, {true, true, true});
    aspic::has_etag({text}, "\"abc\"", aspic::Comparison::weak);
    aspic::has_coded_etag({text}, "\"abc\"", text);
    aspic::accepts_coding(text, "gzip");
    aspic::prefers_json(text);
    aspic::structured::parse_list(text);
    aspic::structured::parse_dictionary(text);
    if (aspic::is_entity_tag(text) && !aspic::is_entity_tag(aspic::with_coding(text, "br")))
        std::abort();
    read_as_fields(text);
    aspic::varies_on_everything(text);
    if (const auto date = aspic::parse_date(text)) {
        if (aspic::parse_date(aspic::format_date(*date)) != date) std::abort();
    }
    return 0;
}
