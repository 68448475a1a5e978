#pragma once
// A store that remembers the last page it was given, and never returns one. Inner part of the leak
// test. One thread.

#include <optional>
#include <string>
#include <vector>

#include <aspic/caching/store.h>
#include <aspic/http/headers.h>

namespace aspic {

/// What every visitor would get, as far as views decide it.
struct KeptPage {
    int status = 0;
    Headers fields;
    std::vector<std::string> tags;
    std::string body;
};

class LastKept : public Store {
public:
    /// `page` must outlive it.
    explicit LastKept(std::optional<KeptPage>& page) : page_{page} {}

    Known look(std::string_view /*route*/, std::string_view /*path*/, Keys /*keys*/,
               const Codings& /*copies*/) override
    {
        return {};
    }
    LeaseAnswer lease(const LeaseTerms& /*terms*/) override { return LeaseAnswer::granted; }
    Leased lease_and_load(const LeaseTerms& /*terms*/, Keys /*keys*/) override { return {}; }
    bool finish(const Finished& finished) override
    {
        if (const Entry* entry = finished.entry)
            page_ = KeptPage{entry->status, entry->fields, entry->tags, std::string{entry->html()}};
        return true;
    }
    std::string description() const override { return "nowhere"; }

private:
    std::optional<KeptPage>& page_;
};

}  // namespace aspic
