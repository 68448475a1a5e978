#pragma once
// A request for a view that forwards it to another server, under cache_page<from_response>.
//
// The view sends a GET with `fields()` and `raw_query()`, and returns the answer as it came: its
// status (also a 304, which has no body) and all its fields, without following redirects. If the
// view decodes a compressed body, it removes Content-Encoding. If the other server cannot be
// reached, throw Unavailable: an older page is then served, if it allowed that (stale-if-error).
//
// The fields that the answer's Vary names become part of the page's cache key, and no others (RFC
// 9111, section 4.1). Without Vary, all requests for this URL get the same page. What the view
// reads by header(), host() and scheme() becomes part of the key too.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <aspic/entries/public_request.h>
#include <aspic/http/method.h>

namespace aspic {

struct Entry;

class ForwardRequest : public PublicRequest {
public:
    /// For the library; a view gets it as an argument. `stored` is an expired page for this
    /// request, or null. It must outlive this object.
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
    /// the page's cache key. The values are valid until the view returns. Left out are the fields
    /// - that tell who is asking (Cookie, Authorization, ...),
    /// - that servers take for the host, the path or the method (Forwarded, X-Forwarded-Host,
    ///   X-Original-URL, ...): no Vary names them, so a visitor could change the page of others;
    ///   read host() and scheme(),
    /// - that ask for something else than the whole page (Range, If-None-Match, ...), or that the
    ///   cache answers itself (Accept-Encoding, Cache-Control, ...),
    /// - that browsers send about the page that the request comes from (Sec-...), and
    ///   Upgrade-Insecure-Requests,
    /// - of one connection (Connection and the fields that it names, TE, ...; RFC 9110, section
    ///   7.6.1).
    /// If an expired page is stored, its ETag and Last-Modified are added as If-None-Match and
    /// If-Modified-Since. If the view then answers 304, the stored page is used again, with the
    /// fields of that answer (RFC 9111, section 4.3).
    std::vector<Field> fields() const;

    /// True if a 304 can be understood: the fields had validators, or the client sent its own.
    bool can_be_answered_304() const;
    /// True if the view has asked for the fields, so that it can send validators.
    bool has_given_fields() const { return has_given_fields_; }

private:
    const Entry* stored_;
    mutable bool has_given_fields_ = false;
};

namespace detail {

/// True if a field with this name, in lower case, is among ForwardRequest::fields. `connection` is
/// the value of the request's Connection field.
bool is_forwardable(std::string_view name, std::string_view connection);

}  // namespace detail

}  // namespace aspic
