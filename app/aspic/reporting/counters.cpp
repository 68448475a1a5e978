#include <aspic/reporting/counters.h>

#include <algorithm>

namespace aspic {

std::uint64_t CountTotals::answers() const
{
    return get(Count::answered_2xx) + get(Count::answered_3xx) + get(Count::answered_4xx) +
           get(Count::answered_5xx);
}

std::uint64_t CountTotals::renderings() const
{
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < bucket_count; ++i)
        sum += bucket(i);
    return sum;
}

double CountTotals::hit_ratio() const
{
    const std::uint64_t hits = get(Count::hit) + get(Count::stale);
    const std::uint64_t all = hits + get(Count::rendered);
    return all == 0 ? 0 : static_cast<double>(hits) / static_cast<double>(all);
}

std::chrono::duration<double> CountTotals::rendering_quantile(double share) const
{
    using Seconds = std::chrono::duration<double>;
    const double rank = share * static_cast<double>(renderings());
    double below = 0;
    for (std::size_t i = 0; i < rendering_buckets.size(); ++i) {
        const auto in_bucket = static_cast<double>(bucket(i));
        if (in_bucket > 0 && below + in_bucket >= rank) {
            const Seconds least = i == 0 ? Seconds{0} : Seconds{rendering_buckets.at(i - 1).most};
            return least + (rendering_buckets.at(i).most - least) * ((rank - below) / in_bucket);
        }
        below += in_bucket;
    }
    return renderings() == 0 ? Seconds{0} : Seconds{rendering_buckets.back().most};
}

CountTotals& CountTotals::operator+=(const CountTotals& other)
{
    for (std::size_t i = 0; i < size; ++i)
        counts[i] += other.counts[i];
    return *this;
}

CountTotals CountTotals::since(const CountTotals& before) const
{
    CountTotals difference;
    for (std::size_t i = 0; i < size; ++i)
        difference.counts[i] = counts[i] - std::min(counts[i], before.counts[i]);
    return difference;
}

void Counters::add_answer(int status, std::size_t bytes)
{
    const int offset = std::clamp(status / 100, 2, 5) - 2;
    add(static_cast<Count>(static_cast<int>(Count::answered_2xx) + offset));
    add(Count::bytes, bytes);
}

void Counters::add_rendering(std::chrono::nanoseconds took)
{
    const auto* const bound =
        std::find_if(rendering_buckets.begin(), rendering_buckets.end(),
                     [&](const RenderingBucket& one) { return took <= one.most; });
    const auto number = static_cast<std::size_t>(bound - rendering_buckets.begin());
    add(static_cast<Count>(static_cast<std::size_t>(Count::first_bucket) + number));
    add(Count::rendering_nanoseconds,
        static_cast<std::uint64_t>(std::max<std::int64_t>(took.count(), 0)));
}

CountTotals Counters::totals() const
{
    CountTotals totals;
    for (const Slot& slot : slots_) {
        for (std::size_t i = 0; i < CountTotals::size; ++i)
            totals.counts[i] += slot.counts[i].load(std::memory_order_relaxed);
    }
    return totals;
}

}  // namespace aspic
