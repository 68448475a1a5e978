#include <aspic/entries/storability.h>

#include <aspic/base/syntax.h>
#include <aspic/entries/inputs.h>
#include <aspic/http/cache_control.h>

namespace aspic {

bool is_negative(int status)
{
    return status == 404 || status == 410;
}

namespace {

// True if Vary has `*`, or a field that differs for each visitor.
bool varies_on_visitor(std::string_view vary)
{
    if (varies_on_everything(vary)) return true;
    while (!vary.empty()) {
        const std::string name = field_input_name(syntax::trim(syntax::take_until(vary, ',')));
        if (!may_be_read({InputKind::header, name})) return true;
    }
    return false;
}

}  // namespace

std::string_view why_not_stored(const RenderedAnswer& rendered, std::string_view cache_control,
                                std::size_t most_bytes)
{
    const bool good_status =
        rendered.status == 200 || rendered.status == 301 || rendered.status == 308;
    if (!good_status && !is_negative(rendered.status)) return "status";
    if (!rendered.may_be_cached) return "do-not-cache";
    if (rendered.headers.has("Set-Cookie")) return "set-cookie";
    const CacheControl control = CacheControl::parse(cache_control);
    if (control.no_store) return "no-store";
    if (control.no_cache) return "no-cache";
    if (control.is_private) return "private";
    if (const auto vary = rendered.headers.joined("Vary"); vary && varies_on_visitor(*vary))
        return "vary";
    if (rendered.content.html.size() > most_bytes) return "too-large";
    return "";
}

}  // namespace aspic
