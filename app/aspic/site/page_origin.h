#pragma once
// Makes a page of this site for the page cache. Inner part of the site room. One thread.

#include <chrono>
#include <optional>
#include <string>

#include <aspic/caching/page_cache.h>
#include <aspic/http/request.h>
#include <aspic/site/cached_answers.h>
#include <aspic/site/rendering_watch.h>

namespace aspic {

class PageOrigin : public Origin {
public:
    /// All parameters must outlive it.
    PageOrigin(const CachedAnswers::Place& place, const Request& request,
               const Rendering& rendering, const CachedAnswers::Parts& parts,
               std::chrono::milliseconds slow_view)
        : place_{place},
          request_{request},
          rendering_{rendering},
          personal_{parts.personal},
          slots_{parts.slots},
          jobs_{parts.jobs},
          counters_{parts.cache.counters()},
          slow_view_{slow_view}
    {
    }

    RenderedAnswer render(ForwardRequest& visitor) const override;
    std::optional<std::string> guest_fragment(const std::string& path,
                                              const std::string& query) const override;
    /// Takes a slot for this work, and keeps it for the lifetime of this object. Returns false if
    /// no slot is free.
    bool admit() const override { return take_slot(place_.number); }
    RenderedAnswer too_late() const override;

    /// The same for another kind of work. One slot is enough for all kinds.
    bool take_slot(std::size_t kind) const
    {
        if (slot_) return true;
        slot_ = slots_.take(kind);
        if (slot_) watch_.emplace(place_.route.pattern.text, request_, counters_, slow_view_);
        return slot_.has_value();
    }

private:
    const CachedAnswers::Place& place_;
    const Request& request_;
    const Rendering& rendering_;
    const PersonalAnswers& personal_;
    WorkSlots& slots_;
    JobQueue& jobs_;
    Counters& counters_;
    const std::chrono::milliseconds slow_view_;
    mutable std::optional<WorkSlots::Slot> slot_;
    mutable std::optional<RenderingWatch> watch_;
};

}  // namespace aspic
