#pragma once
// A request as a view sees it that forwards it to another server. Only cache_page<from_response>
// accepts such a view, because the other server's answer decides what its page depends on: the
// fields that its Vary names are part of the page's cache key, and no others (RFC 9111, section
// 4.1). An answer without Vary is the same page for every request with this URL.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <aspic/entries/entry.h>
#include <aspic/entries/public_request.h>
#include <aspic/http/method.h>

namespace aspic {

class ForwardRequest : public PublicRequest {
public:
    /// `stored` is an expired page for this request, or null. It must outlive this object.
    ForwardRequest(const Request& request, Inputs& reads, const Entry* stored = nullptr)
        : PublicRequest{request, reads}, stored_{stored}
    {
    }

    /// Always GET: a HEAD is answered from the page of a GET.
    Method method() const { return Method::get; }

    /// The query as the client sent it, without the "?". All of it becomes part of the page's cache
    /// key, so every query is a page of its own.
    std::string_view raw_query();

    using Field = std::pair<std::string, std::string_view>;
    /// The fields of the request that may be forwarded, with names in lower case. They are not in
    /// the page's cache key. Left out are the fields
    /// - that tell who is asking (Cookie, Authorization, ...),
    /// - that servers take for the host, the path or the method (Forwarded, X-Forwarded-Host,
    ///   X-Original-URL, ...): no Vary names them, so a visitor could change the page of others;
    ///   read host() and scheme(),
    /// - that ask for something else than the whole page (Range, If-None-Match, ...), or that the
    ///   cache answers itself (Accept-Encoding, Cache-Control, ...),
    /// - of one connection (Connection and the fields that it names, TE, ...; RFC 9110, section
    ///   7.6.1).
    /// If an expired page is stored, its ETag and Last-Modified are added as If-None-Match and
    /// If-Modified-Since. If the view then answers 304, the stored page is used again, with the
    /// fields of that answer (RFC 9111, section 4.3).
    std::vector<Field> fields() const;

private:
    const Entry* stored_;
};

/// True if a field with this name, in lower case, is among ForwardRequest::fields. `connection` is
/// the value of the request's Connection field.
bool is_forwardable(std::string_view name, std::string_view connection);

}  // namespace aspic
