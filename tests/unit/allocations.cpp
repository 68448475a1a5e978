#include "support/allocations.h"

#ifdef ASPIC_COUNTS_ALLOCATIONS

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<bool> counts{false};
std::atomic<std::size_t> calls{0};
thread_local bool is_left_out = false;

}  // namespace

void* operator new(std::size_t bytes)
{
    if (counts.load(std::memory_order_relaxed) && !is_left_out) ++calls;
    if (void* const memory = std::malloc(bytes == 0 ? 1 : bytes)) return memory;
    throw std::bad_alloc{};
}

void operator delete(void* memory) noexcept
{
    std::free(memory);
}

void operator delete(void* memory, std::size_t /*bytes*/) noexcept
{
    std::free(memory);
}

namespace support {

AllocationsOfOthers::AllocationsOfOthers()
{
    is_left_out = true;
    calls = 0;
    counts = true;
}

AllocationsOfOthers::~AllocationsOfOthers()
{
    counts = false;
    is_left_out = false;
}

std::size_t AllocationsOfOthers::count() const
{
    return calls;
}

}  // namespace support

#endif
