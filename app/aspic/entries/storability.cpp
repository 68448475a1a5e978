#include <aspic/entries/storability.h>

#include <algorithm>
#include <array>

#include <aspic/base/syntax.h>
#include <aspic/entries/inputs.h>
#include <aspic/http/response.h>

namespace aspic {

bool is_negative(int status)
{
    return status == 404 || status == 410;
}

namespace {

// Heuristically cacheable (RFC 9110, section 15.1).
constexpr std::array<int, 11> heuristically_cacheable{200, 203, 204, 300, 301, 308,
                                                      404, 405, 410, 414, 501};

// 206 has a part of a representation, 304 has none. The others must not be stored (RFC 6585,
// sections 3 to 6).
constexpr std::array<int, 6> never_stored{206, 304, 428, 429, 431, 511};

template <class Statuses>
bool is_among(const Statuses& some, int status)
{
    return std::ranges::find(some, status) != some.end();
}

// RFC 9111, sections 3 and 4.2.2.
bool may_store_status(int status, const CacheControl& control, bool has_lifetime)
{
    if (is_among(never_stored, status)) return false;
    if (control.must_understand && !is_known_status(status)) return false;
    return has_lifetime || control.is_public || is_among(heuristically_cacheable, status);
}

// True if Vary has `*`, or a field that differs for each visitor.
bool varies_on_visitor(std::string_view vary)
{
    if (varies_on_everything(vary)) return true;
    while (!vary.empty()) {
        const std::string_view member = syntax::trim(syntax::take_until(vary, ','));
        if (member.empty()) continue;
        if (!syntax::is_token(member)) return true;  // malformed: read as `*`
        if (!may_be_read({InputKind::header, field_input_name(member)})) return true;
    }
    return false;
}

// Whatever its status, lifetime and size.
std::string_view why_not_shared(const RenderedAnswer& rendered, const CacheControl& control)
{
    if (rendered.source) return "sent-in-pieces";
    if (!rendered.may_be_cached) return "do-not-cache";
    if (rendered.headers.has("Set-Cookie")) return "set-cookie";
    if (control.is_malformed) return "malformed-cache-control";
    if (control.forbids_storing()) return "no-store";
    if (control.no_cache) return "no-cache";
    if (control.is_private) return "private";
    if (const auto vary = rendered.headers.joined("Vary"); vary && varies_on_visitor(*vary))
        return "vary";
    return "";
}

}  // namespace

bool may_be_shared(const RenderedAnswer& rendered)
{
    CacheControl control = CacheControl::of(rendered.headers);
    control.no_cache = false;
    return why_not_shared(rendered, control).empty();
}

std::string_view why_not_stored(const RenderedAnswer& rendered, const CacheControl& control,
                                bool has_lifetime, std::size_t most_bytes)
{
    if (!may_store_status(rendered.status, control, has_lifetime)) return "status";
    if (const auto why = why_not_shared(rendered, control); !why.empty()) return why;
    if (rendered.content.html.size() > most_bytes) return "too-large";
    return "";
}

}  // namespace aspic
