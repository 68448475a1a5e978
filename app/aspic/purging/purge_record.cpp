#include <aspic/purging/purge_record.h>

#include <string>

namespace aspic {

std::string_view field_of(Purge::What what)
{
    switch (what) {
        case Purge::What::tag:
            return "tag";
        case Purge::What::path:
            return "path";
        case Purge::What::all:
            break;
    }
    return "all";
}

std::optional<Purge> parse_purge(const redisReply& fields)
{
    Purge purge;
    bool is_known = false;
    for (std::size_t i = 0; i + 1 < fields.elements; i += 2) {
        const std::string name = text_of(*fields.element[i]);
        const std::string value = text_of(*fields.element[i + 1]);
        if (name == "soft") purge.soft = value == "1";
        for (const auto what : {Purge::What::tag, Purge::What::path, Purge::What::all}) {
            if (name != field_of(what)) continue;
            purge.what = what;
            purge.name = value;
            is_known = true;
        }
    }
    if (!is_known) return {};
    return purge;
}

}  // namespace aspic
