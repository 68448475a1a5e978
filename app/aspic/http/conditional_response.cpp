#include <aspic/http/conditional_response.h>

#include <optional>
#include <string_view>
#include <utility>

#include <aspic/http/byte_range.h>
#include <aspic/http/cache_control.h>
#include <aspic/http/conditional.h>
#include <aspic/http/dates.h>
#include <aspic/http/errors.h>

namespace aspic {

namespace {

// RFC 9111, section 5.2.2.4: a copy is revalidated before each use. Without a validator, it would
// be sent again each time.
bool lacks_validator(const Response& response)
{
    if (response.status != 200 || response.source || response.headers.has("ETag")) return false;
    const CacheControl control = CacheControl::of(response.headers);
    return control.no_cache && !control.no_store;
}

// A 304 has no field that describes a body (RFC 9110, section 15.4.5), and no policy for a page
// that the client already has.
Response not_modified(Response response)
{
    response.headers.remove_if([](const Headers::Field& field) {
        return equal_ignoring_case(field.name.substr(0, 8), "Content-") &&
               !equal_ignoring_case(field.name, "Content-Location");
    });
    return {.status = 304, .headers = std::move(response.headers)};
}

// Without Content-Length: the front end knows the length, and the body here is empty.
WireResponse sent_by_front_end(Response response, std::string_view file)
{
    response.headers.set("Accept-Ranges", "bytes");
    response.headers.set("X-Sendfile", file);
    response.headers.remove("Content-Length");
    WireResponse wire;
    wire.own_head = status_and_fields(response.status, response.headers) + "\r\n";
    return wire;
}

}  // namespace

WireResponse to_wire(Response response, const Request& request, const FrontEndFiles& front_end)
{
    const bool is_head = request.method() == Method::head;
    if (!is_head && request.method() != Method::get) return to_wire(std::move(response), false);
    if (lacks_validator(response)) response.headers.set("ETag", etag_of(response.body));
    const bool is_successful = response.status >= 200 && response.status < 300;
    const Preconditions conditions{request};
    if (is_successful && !conditions.empty()) {
        const Verdict verdict =
            judge(conditions, response.headers.get("ETag").value_or(""),
                  parse_date(response.headers.get("Last-Modified").value_or("")));
        if (verdict == Verdict::failed) throw PreconditionFailed{precondition_failed};
        if (verdict == Verdict::not_modified) response = not_modified(std::move(response));
    }
    // mod_xsendfile of Apache drops Content-Encoding.
    const bool may_pass_on = !is_head && response.status == 200 && response.source &&
                             !response.headers.has("Content-Encoding");
    if (const auto file = may_pass_on ? front_end.field_for(*response.source) : std::nullopt)
        return sent_by_front_end(std::move(response), *file);
    if (response.source) response = in_range(std::move(response), request);
    return to_wire(std::move(response), is_head);
}

}  // namespace aspic
