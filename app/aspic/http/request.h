#pragma once
// One request as a view sees it. The server (or a test) makes it from a RequestSource, whose bytes
// must outlive it. A Request belongs to the one thread that answers it.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <aspic/http/body.h>
#include <aspic/http/cookies.h>
#include <aspic/http/method.h>
#include <aspic/http/parameters.h>
#include <aspic/http/session.h>
#include <aspic/http/target.h>
#include <aspic/http/uploaded_file.h>

namespace aspic {

class Completion;
struct Multipart;

/// The bytes of a request; only the body is a copy. Field names may be in CGI's form
/// (ACCEPT_LANGUAGE): `_` and `-` are the same, and case does not matter.
struct RequestSource {
    using Field = std::pair<std::string_view, std::string_view>;

    Method method = Method::get;
    std::string_view method_name;  // as the client sent it; needed only for Method::other
    std::string_view target;       // as the client sent it
    std::string_view host;         // the Host field
    std::string_view scheme = "http";
    std::string_view remote_address;
    std::string_view protocol = "HTTP/1.1";
    std::vector<Field> fields;
    Body body;
    /// The request's name, if its caller has given it one; otherwise see Request::id.
    std::string_view id;
    /// When the request arrived. Absent: now.
    std::optional<std::chrono::steady_clock::time_point> arrived{};
    /// True if its caller can wait without a thread until another request has rendered the page,
    /// and then asks again: see WireResponse::waits_for_rendering.
    bool asks_again = false;
    /// The rendering that it has waited for. If it is not complete, the time to wait is over.
    std::shared_ptr<const Completion> has_waited_for{};
    /// Memory for the head of the answer, from an answer before it.
    std::string head_memory{};

    /// The first field with this name.
    std::optional<std::string_view> field(std::string_view name) const;
    /// Makes it empty for the next request, but keeps the memory of the fields and of the head.
    void clear();
};

/// The same as `same_field_name`. REQUIRES: both have the same size.
bool same_letters(std::string_view a, std::string_view b);

/// True if both are the same name of a field: `_` and `-` are the same, and case does not matter.
inline bool same_field_name(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && same_letters(a, b);  // most names differ in size
}

/// Whether the visitor sees an answer as a new view of a page.
enum class PageView : std::uint8_t {
    no,
    /// The page is being shown, but its script may not use this answer: it must not contain what is
    /// shown only once.
    perhaps_unused,
    yes,
};

class Request {
public:
    using OpenSession = std::function<Session(const Request&)>;
    using IsOurs = std::function<bool(std::string_view value)>;

    /// Refers to `source`, which must outlive it. `most_parameters` limits the query and a form;
    /// reading one with more throws BadRequest.
    Request(RequestSource& source, Target target, std::size_t most_parameters = 1000);
    /// The same with a source of its own.
    Request(RequestSource&& source, Target target, std::size_t most_parameters = 1000);

    Method method() const { return source_->method; }
    /// "GET"; for Method::other, the name as the client sent it. It is case-sensitive.
    std::string_view method_name() const
    {
        return method() == Method::other ? source_->method_name : aspic::method_name(method());
    }
    /// Canonical, without the mount prefix: "/man/1/ls".
    std::string_view path() const { return target_.path; }
    std::span<const std::string_view> segments() const { return target_.segments(); }
    std::string_view raw_query() const { return target_.query; }

    /// The first value of a query parameter; `query_all` returns the later ones too.
    std::optional<std::string_view> query(std::string_view name) const;
    std::vector<std::string_view> query_all(std::string_view name) const;

    /// The first field with this name. Some front ends pass `Sec_Fetch_Site` as if it were
    /// `Sec-Fetch-Site`. If a field decides about rights, check that all values of `header_all`
    /// agree.
    std::optional<std::string_view> header(std::string_view name) const
    {
        return source_->field(name);
    }
    std::vector<std::string_view> header_all(std::string_view name) const;
    /// All fields, in the order in which they came. Names may be in CGI's form.
    const std::vector<RequestSource::Field>& fields() const { return source_->fields; }
    /// The first cookie with this name. A site on a parent domain may have set a cookie with the
    /// same name, which may come first and cannot be removed. If you can recognise your own cookie,
    /// use the overload with `is_ours`.
    std::optional<std::string_view> cookie(std::string_view name) const;
    /// The first cookie with this name for which `is_ours` returns true.
    std::optional<std::string_view> cookie(std::string_view name, const IsOurs& is_ours) const
    {
        return cookie(CookieName{.name = name}, is_ours);
    }
    std::optional<std::string_view> cookie(const CookieName& name, const IsOurs& is_ours) const;
    std::string_view host() const { return source_->host; }
    /// "http" or "https".
    std::string_view scheme() const { return source_->scheme; }
    /// The client's address, as the front end passes it.
    std::string_view remote_address() const { return source_->remote_address; }
    std::optional<std::chrono::steady_clock::time_point> arrived() const
    {
        return source_->arrived;
    }
    /// For the cache: see RequestSource.
    bool asks_again() const { return source_->asks_again; }
    const Completion* has_waited_for() const { return source_->has_waited_for.get(); }
    /// The name of this request in the log: its X-Request-Id if that is from 1 to 64 letters,
    /// digits, ".", "_" and "-"; otherwise a new one. A cached view cannot read it, because its
    /// page is for everyone.
    std::string_view id() const;

    /// The body as it came. A body of more than 1 MiB is in a file (see Body::bytes).
    std::string_view body() const { return source_->body.bytes(); }
    const Body& stored_body() const { return source_->body; }
    /// The texts of a form in the body: application/x-www-form-urlencoded, or the texts of
    /// multipart/form-data. Throws UnsupportedMediaType for another type or charset, and BadRequest
    /// for a malformed form. Form (http/form.h) reads them with types and errors.
    const Parameters& form() const;
    /// The files of a form. They are on disk if the form has more than 1 MiB, and nowhere else once
    /// the request ends, unless you save them. Throws what form() throws. To take larger forms, use
    /// allow_body.
    const std::vector<UploadedFile>& files() const;
    /// The first file of this field; null if the visitor has chosen none.
    const UploadedFile* file(std::string_view field) const;
    /// The body as JSON, up to 16 MiB and 64 levels. Include <nlohmann/json.hpp> to read it. Throws
    /// UnsupportedMediaType if its type is not application/json or application/...+json, BadRequest
    /// if it is not JSON, and PayloadTooLarge. An answer to a client that wants JSON is a problem
    /// document (RFC 9457). What is in the JSON is for you to check: at() and get<T>() throw the
    /// library's own errors, which are a 500, and get<int>() cuts 3.7 to 3.
    ///
    ///     const auto& body = request.json();
    ///     const auto id = body.find("id");
    ///     if (id == body.end() || !id->is_number_integer())
    ///         throw BadRequest{"\"id\" must be a whole number."};
    const nlohmann::json& json() const;

    /// The visitor's session. The first call opens it from its cookie.
    Session& session();
    /// False if the visitor does not see the answer, or not yet: a HEAD, a prefetch or prerender, a
    /// request by a script, or a fragment that an open page asks for again. What happens once for a
    /// page that was seen, such as a list of pages read lately, depends on this.
    bool is_page_view() const { return page_view() != PageView::no; }
    /// The session if a view has used it, otherwise null. For the code that writes it back.
    const Session* opened_session() const { return session_ ? &*session_ : nullptr; }
    /// `open` outlives this request, and those that are made `for_fragment` from it.
    void open_session_by(const OpenSession& open) { open_session_ = &open; }
    void open_session_by(OpenSession&& open) = delete;

    /// True if the client has the site's compression dictionary, so that it may get a page in dcz.
    /// For the cache.
    bool has_dictionary() const { return has_dictionary_; }
    void note_dictionary() { has_dictionary_ = true; }

    /// Takes all cookies out, so that views see a guest: the request may come from another site.
    /// For the code before a view.
    void hide_visitor();
    bool is_visitor_hidden() const { return is_visitor_hidden_; }

    /// For the code that writes the answer: see RequestSource::head_memory.
    std::string take_head_memory() { return std::move(source_->head_memory); }

    /// True if a view of the site has run for this request, not only its decorators. For the code
    /// that writes the answer.
    bool has_reached_view() const { return has_reached_view_; }
    void note_view() { has_reached_view_ = true; }

    /// In a fragment: the address of the page that contains it, "/search?q=ls", without the mount
    /// prefix; its path is canonical. Empty if it is not known. The form that a guest sees in a
    /// cached page has only the parameters that the page's view read. Elsewhere: path().
    std::string_view page() const { return page_ ? std::string_view{*page_} : path(); }

    /// The same visitor's request for the fragment at `fragment`, contained in the page at `page`.
    /// It has a copy of this request's session, the cookies and fields, method GET and no body.
    /// `view` counts only if this request is not a prefetch.
    Request for_fragment(Target fragment, std::string page, PageView view,
                         SessionUse use = SessionUse::fragment) const;
    Request for_fragment(Target fragment, std::string page) const
    {
        return for_fragment(std::move(fragment), std::move(page), page_view());
    }
    PageView page_view() const;
    /// From now on, the session may be changed only as `use` allows.
    void limit_session(SessionUse use);
    /// Takes over what the fragment has changed in its copy of the session.
    void keep_session_of(Request& fragment);
    /// True if the answer is fetched before the visitor asks for it.
    bool is_prefetch() const;

private:
    const Parameters& query_parameters() const;
    const Multipart& read_form() const;

    std::unique_ptr<RequestSource> own_source_;  // null if it belongs to the caller
    RequestSource* source_;
    Target target_;
    std::size_t most_parameters_;
    const OpenSession* open_session_ = nullptr;
    std::optional<Session> session_;
    std::optional<std::string> page_;
    std::optional<PageView> page_view_;  // known in a fragment
    SessionUse session_use_ = SessionUse::view;
    bool has_reached_view_ = false;
    bool is_visitor_hidden_ = false;
    bool has_dictionary_ = false;
    mutable std::string id_;  // empty until somebody asks
    mutable std::optional<Parameters> query_;
    mutable std::shared_ptr<const Multipart> form_;
    mutable std::shared_ptr<const nlohmann::json> json_;
};

}  // namespace aspic
