#pragma once
// A request as a cached view sees it: what everybody may know. No cookies, no session, no body, no
// address; so the page cannot depend on who asks. Each input that is read, also one that is absent,
// becomes a part of the page's cache key.

#include <optional>
#include <string_view>

#include <aspic/entries/inputs.h>
#include <aspic/http/request.h>

namespace aspic {

class PublicRequest {
public:
    /// Writes what is read into `reads`; both arguments outlive it.
    PublicRequest(const Request& request, Inputs& reads) : request_{request}, reads_{reads} {}

    /// Canonical, without the mount prefix. Always in the key.
    std::string_view path() const { return request_.path(); }

    /// The first value of that parameter. Later ones of the same name cannot be seen.
    std::optional<std::string_view> query(std::string_view name);
    std::optional<std::string_view> header(std::string_view name);
    std::string_view host();
    std::string_view scheme();

private:
    std::optional<std::string_view> read(Input input);

    const Request& request_;
    Inputs& reads_;
};

}  // namespace aspic
