#include "caching/storability.h"

#include "http/cache_control.h"

namespace aspic {

bool is_negative(int status)
{
    return status == 404 || status == 410;
}

std::string_view why_not_stored(const Draft& draft, std::size_t most_bytes)
{
    const bool good_status = draft.status == 200 || draft.status == 301 || draft.status == 308;
    if (!good_status && !is_negative(draft.status)) return "status";
    if (!draft.may_be_cached) return "do-not-cache";
    if (draft.headers.has("Set-Cookie")) return "set-cookie";
    if (const auto field = draft.headers.joined("Cache-Control")) {
        const CacheControl control = CacheControl::parse(*field);
        if (control.no_store) return "no-store";
        if (control.no_cache) return "no-cache";
        if (control.is_private) return "private";
    }
    if (const auto vary = draft.headers.joined("Vary"); vary && varies_on_everything(*vary))
        return "vary";
    if (draft.content.html.size() > most_bytes) return "too-large";
    return "";
}

}  // namespace aspic
