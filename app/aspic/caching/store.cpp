#include <aspic/caching/store.h>

namespace aspic {

Store::Known Store::look(std::string_view route, std::string_view path, const std::string& key)
{
    return {load(path, key), load_inputs(route)};
}

Store::Leased Store::lease_and_load(const LeaseTerms& lease_terms)
{
    const auto& [path, key, token, time] = lease_terms;
    const LeaseAnswer answer = lease(path, key, token, time);
    return {answer, answer == LeaseAnswer::unreachable ? nullptr : load(path, key)};
}

bool Store::finish(const Finished& finished)
{
    if (finished.inputs != nullptr) save_inputs(finished.route, *finished.inputs);
    const bool is_kept = finished.entry == nullptr || save(*finished.entry, finished.now);
    if (finished.lease == nullptr) return is_kept;
    const auto& [path, key, token, time] = *finished.lease;
    if (finished.uncacheable_for) {
        note_uncacheable(path, key, *finished.uncacheable_for);
    } else {
        end_lease(path, key, token);
    }
    return is_kept;
}

}  // namespace aspic
