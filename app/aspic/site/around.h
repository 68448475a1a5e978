#pragma once
// Functions around a whole site: see Site::around. Any thread.

#include <functional>

#include <aspic/http/request.h>
#include <aspic/site/result.h>

namespace aspic {

/// The rest of the handling of one request: a function around a site calls it as view(). It is
/// valid while that function runs.
class NextView {
public:
    template <class Rest>
    explicit NextView(const Rest& rest)
        : rest_{&rest}, call_{[](const void* next) { return (*static_cast<const Rest*>(next))(); }}
    {
    }
    Result operator()() const { return call_(rest_); }

private:
    const void* rest_;
    Result (*call_)(const void*);
};

using Around = std::function<Result(Request&, const NextView&)>;

}  // namespace aspic
