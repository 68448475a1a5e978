#pragma once
// Counts the calls of operator new. Not with sanitizers, which have their own.

#include <cstddef>

#ifdef __has_feature  // clang
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define ASPIC_HAS_SANITIZER
#endif
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define ASPIC_HAS_SANITIZER
#endif
#ifndef ASPIC_HAS_SANITIZER
#define ASPIC_COUNTS_ALLOCATIONS
#endif

namespace support {

/// Counts how often all threads, except the one that made this object, call operator new.
/// REQUIRES: ASPIC_COUNTS_ALLOCATIONS, and one object at a time.
class AllocationsOfOthers {
public:
    AllocationsOfOthers();
    ~AllocationsOfOthers();
    AllocationsOfOthers(const AllocationsOfOthers&) = delete;
    AllocationsOfOthers& operator=(const AllocationsOfOthers&) = delete;

    std::size_t count() const;
};

}  // namespace support
