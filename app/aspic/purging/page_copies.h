#pragma once
// Copies of pages outside the memory of a process, which others send without asking it: the files
// of the mirror. The purge log removes them before it tells anybody that it has applied a purge.
// Any thread.

#include <aspic/purging/purge.h>

namespace aspic {

class PageCopies {
public:
    PageCopies() = default;
    PageCopies(const PageCopies&) = delete;
    PageCopies& operator=(const PageCopies&) = delete;
    virtual ~PageCopies() = default;

    /// Removes the copies of the pages that the purge hits, also of a soft one. The index knows the
    /// purge already. When this returns, nobody sends them any more: if they cannot be removed, it
    /// waits until nobody trusts them.
    virtual void remove(const Purge& purge) = 0;

    /// True if this process keeps copies, which others may still send when it has ended.
    virtual bool are_kept() const = 0;
};

}  // namespace aspic
