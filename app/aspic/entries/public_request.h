#pragma once
// A request as a cached view sees it. It has no cookies, session, body or address, so the page
// cannot depend on who is asking. Each input that the view reads becomes a part of the page's cache
// key, even if the input is absent.

#include <optional>
#include <string_view>

#include <aspic/entries/inputs.h>
#include <aspic/http/request.h>

namespace aspic {

class PublicRequest {
public:
    /// Records in `reads` what the view reads. Both arguments must outlive this object.
    PublicRequest(const Request& request, Inputs& reads) : request_{request}, reads_{reads} {}

    /// Canonical, without the mount prefix. Always in the key.
    std::string_view path() const { return request_.path(); }

    /// The first value of this parameter. A cached view cannot read later values of the same name.
    std::optional<std::string_view> query(std::string_view name);
    std::optional<std::string_view> header(std::string_view name);
    std::string_view host();
    std::string_view scheme();

    /// What was read so far. For the library.
    const Inputs& reads() const { return reads_; }

protected:
    std::optional<std::string_view> read(Input input);
    const Request& request() const { return request_; }

private:
    const Request& request_;
    Inputs& reads_;
};

}  // namespace aspic
