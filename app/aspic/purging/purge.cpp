#include <aspic/purging/purge.h>

#include <atomic>
#include <stdexcept>
#include <utility>

#include <aspic/http/target.h>
#include <aspic/purging/purge_log.h>

namespace aspic {

namespace {

std::atomic<PurgeLog*> current_log{nullptr};

}  // namespace

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
    const auto target = Target::parse(path);
    if (!target)
        throw std::invalid_argument{
            "\"" + std::string{path} +
            "\" is not a path to purge: a path starts with '/', such as /man/1/ls"};
    return {Purge::What::path, target->path, soft};
}

Purge everything(bool soft)
{
    return {Purge::What::all, "", soft};
}

PurgeOutcome purge(const Purge& purge)
{
    PurgeLog* log = current_log.load(std::memory_order_acquire);
    if (log == nullptr) throw std::logic_error{"purge: no site is running in this process"};
    return log->purge(purge);
}

void set_purge_log(PurgeLog* log)
{
    current_log.store(log, std::memory_order_release);
}

}  // namespace aspic
