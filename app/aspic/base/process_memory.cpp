#include <aspic/base/process_memory.h>

#include <malloc.h>

#include <algorithm>

namespace aspic {

namespace {

constexpr std::size_t threads_of_an_arena = 2;
// To compress a page takes up to 2.5 MB for a moment. That memory comes from an arena, and stays
// there for the next page: to get it from the system each time would cost as much as the rest.
constexpr int least_mapped = 4 << 20;
constexpr int most_at_end = 6 << 20;  // of an arena
constexpr std::chrono::seconds between_returns{5};
constexpr std::size_t least_freed = std::size_t{1} << 20U;
constexpr std::size_t share_freed = 8;  // an eighth of what is kept

}  // namespace

void share_arenas(std::size_t threads)
{
    const std::size_t arenas = std::max<std::size_t>(1, threads / threads_of_an_arena);
    ::mallopt(M_ARENA_MAX, static_cast<int>(arenas));
    ::mallopt(M_MMAP_THRESHOLD, least_mapped);
    ::mallopt(M_TRIM_THRESHOLD, most_at_end);
}

bool MemoryReturn::look(std::size_t freed, std::size_t kept, Clock::time_point now)
{
    if (freed - freed_before_ < std::max(least_freed, kept / share_freed) || now < next_)
        return false;
    freed_before_ = freed;
    next_ = now + between_returns;
    ::malloc_trim(0);
    return true;
}

}  // namespace aspic
