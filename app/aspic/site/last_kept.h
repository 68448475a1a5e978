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

    EntryPtr load(std::string_view /*path*/, const std::string& /*key*/) override
    {
        return nullptr;
    }
    bool save(const Entry& entry, Time /*now*/) override
    {
        page_ = KeptPage{entry.status, entry.fields, entry.tags, entry.html()};
        return true;
    }
    std::optional<Inputs> load_inputs(std::string_view /*route*/) override { return Inputs{}; }
    void save_inputs(std::string_view /*route*/, const Inputs& /*inputs*/) override {}
    LeaseAnswer lease(std::string_view /*path*/, const std::string& /*key*/,
                      const std::string& /*token*/, std::chrono::milliseconds /*time*/) override
    {
        return LeaseAnswer::granted;
    }
    void end_lease(std::string_view /*path*/, const std::string& /*key*/,
                   const std::string& /*token*/) override
    {
    }
    void note_uncacheable(std::string_view /*path*/, const std::string& /*key*/,
                          std::chrono::milliseconds /*time*/) override
    {
    }
    std::string description() const override { return "nowhere"; }

private:
    std::optional<KeptPage>& page_;
};

}  // namespace aspic
