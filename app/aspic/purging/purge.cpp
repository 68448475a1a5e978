#include <aspic/purging/purge.h>

#include <stdexcept>
#include <utility>

#include <aspic/http/site_url.h>
#include <aspic/http/target.h>
#include <aspic/purging/purge_log.h>
#include <aspic/purging/purge_scope.h>

namespace aspic {

std::string Purge::to_text() const
{
    switch (what) {
        case What::tag:
            return "tag " + name;
        case What::path:
            return "path " + name;
        case What::all:
            break;
    }
    return "all";
}

Purge by_tag(std::string tag, bool soft)
{
    return {Purge::What::tag, std::move(tag), soft};
}

Purge by_path(std::string_view path, bool soft)
{
    auto target = Target::parse(path);
    if (!target)
        throw std::invalid_argument{
            "\"" + std::string{path} +
            "\" is not a path to purge: a path starts with '/', such as /man/1/ls"};
    target->remove_mount(site_mount());
    return {Purge::What::path, std::string{target->path}, soft};
}

Purge everything(bool soft)
{
    return {Purge::What::all, "", soft};
}

PurgeOutcome purge(const Purge& purge)
{
    return SitePurges::of_this_thread().purge(purge);
}

SitePurges::SitePurges(std::weak_ptr<PurgeLog> log) : log_{std::move(log)} {}

SitePurges SitePurges::of_this_thread()
{
    return SitePurges{purge_log_of_this_thread()};
}

PurgeOutcome SitePurges::purge(const Purge& purge) const
{
    const auto log = log_.lock();
    if (!log) throw std::logic_error{"purge: the site of this SitePurges has ended"};
    const PurgeScope* const scope = purge_scope_of_this_thread();
    if (scope != nullptr && scope->log() == log) scope->note_purge();
    return log->purge(purge);
}

}  // namespace aspic
