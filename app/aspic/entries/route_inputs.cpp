#include <aspic/entries/route_inputs.h>

#include <algorithm>
#include <utility>

namespace aspic {

namespace {

bool has(const std::vector<Inputs>& sets, const Inputs& set)
{
    return std::find(sets.begin(), sets.end(), set) != sets.end();
}

}  // namespace

RouteInputs::RouteInputs()
{
    replace({});
}

// REQUIRES: the caller holds the lock, or is the constructor.
void RouteInputs::replace(Known known)
{
    current_ = versions_.emplace_back(std::make_unique<const Known>(std::move(known))).get();
}

std::optional<RouteInputs::Learned> RouteInputs::add(const Inputs& reads)
{
    if (has(get().sets, reads)) return Learned{reads, false};
    const std::lock_guard lock{growing_};
    Known known = get();
    Inputs set = reads;
    const bool is_full = known.sets.size() >= most_sets;
    if (is_full) set.insert(known.all.begin(), known.all.end());
    if (has(known.sets, set)) return Learned{std::move(set), false};
    known.all.insert(set.begin(), set.end());
    known.with_unstored.insert(set.begin(), set.end());
    if (known.all.size() > most_inputs) return {};
    if (is_full) {
        known.sets.front() = set;
    } else {
        known.sets.insert(known.sets.begin(), set);
    }
    replace(std::move(known));
    return Learned{std::move(set), true};
}

bool RouteInputs::add_unstored(const Inputs& reads)
{
    if (contains(get().with_unstored, reads)) return true;
    const std::lock_guard lock{growing_};
    Known known = get();
    known.with_unstored.insert(reads.begin(), reads.end());
    if (known.with_unstored.size() > most_inputs) return false;
    replace(std::move(known));
    return true;
}

}  // namespace aspic
