#include <aspic/http/request.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include <aspic/base/syntax.h>
#include <aspic/http/cookies.h>
#include <aspic/http/errors.h>
#include <aspic/http/headers.h>
#include <aspic/http/json_body.h>
#include <aspic/http/multipart.h>
#include <aspic/http/request_id.h>
#include <aspic/http/value_with_parameters.h>

namespace aspic {

namespace {

constexpr char folded(char c)
{
    return c == '_' ? '-' : syntax::lower(c);
}

constexpr std::string_view urlencoded = "application/x-www-form-urlencoded";
constexpr std::string_view with_files = "multipart/form-data";

// Several fields must agree, so that nobody else reads the body as another type.
ValueWithParameters type_of_body(const std::vector<std::string_view>& types)
{
    if (types.empty()) return {};
    if (!std::ranges::all_of(types, [&](std::string_view one) { return one == types.front(); }))
        throw UnsupportedMediaType{"This request has two fields Content-Type that differ."};
    auto type = parse_value_with_parameters(types.front());
    if (!type) throw UnsupportedMediaType{"The Content-Type of this request is malformed."};
    return std::move(*type);
}

Parameters parse_parameters(std::string_view text, std::size_t most, std::string_view where)
{
    auto parameters = Parameters::parse(text, most);
    if (!parameters) {
        throw BadRequest{"The " + std::string{where} + " has more than " + std::to_string(most) +
                         " parameters."};
    }
    return std::move(*parameters);
}

}  // namespace

bool same_letters(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(),
                      [](char x, char y) { return folded(x) == folded(y); });
}

std::optional<std::string_view> RequestSource::field(std::string_view name) const
{
    for (const auto& [known, value] : fields) {
        if (same_field_name(known, name)) return value;
    }
    return std::nullopt;
}

void RequestSource::clear()
{
    RequestSource empty;
    empty.fields = std::move(fields);
    empty.fields.clear();
    empty.head_memory = std::move(head_memory);
    *this = std::move(empty);
}

Request::Request(RequestSource& source, Target target, std::size_t most_parameters)
    : source_{&source}, target_{std::move(target)}, most_parameters_{most_parameters}
{
}

Request::Request(RequestSource&& source, Target target, std::size_t most_parameters)
    : own_source_{std::make_unique<RequestSource>(std::move(source))},
      source_{own_source_.get()},
      target_{std::move(target)},
      most_parameters_{most_parameters}
{
}

std::optional<std::string_view> Request::query(std::string_view name) const
{
    if (target_.query.empty()) return std::nullopt;
    return query_parameters().first(name);
}

std::vector<std::string_view> Request::query_all(std::string_view name) const
{
    return query_parameters().all(name);
}

std::vector<std::string_view> Request::header_all(std::string_view name) const
{
    std::vector<std::string_view> values;
    for (const auto& [known, value] : source_->fields) {
        if (same_field_name(known, name)) values.push_back(value);
    }
    return values;
}

std::optional<std::string_view> Request::cookie(std::string_view name) const
{
    return cookie(name, [](std::string_view /*value*/) { return true; });
}

std::optional<std::string_view> Request::cookie(const CookieName& name, const IsOurs& is_ours) const
{
    for (const auto& [known, value] : source_->fields) {
        if (!same_field_name(known, "Cookie")) continue;
        for (std::string_view rest = value; auto found = take_cookie(rest, name);) {
            if (is_ours(*found)) return found;
        }
    }
    return std::nullopt;
}

const Parameters& Request::form() const
{
    return read_form().texts;
}

const std::vector<UploadedFile>& Request::files() const
{
    return read_form().files;
}

const UploadedFile* Request::file(std::string_view field) const
{
    const auto& all = files();
    const auto found = std::ranges::find(all, field, &UploadedFile::field);
    return found == all.end() ? nullptr : &*found;
}

const Multipart& Request::read_form() const
{
    if (form_) return *form_;
    const ValueWithParameters type = type_of_body(header_all("Content-Type"));
    if (type.value == with_files) {
        form_ = std::make_shared<const Multipart>(
            parse_multipart(source_->body, type, {.most_parts = most_parameters_}));
        return *form_;
    }
    const bool nothing_sent = type.value.empty() && source_->body.empty();
    if (!nothing_sent && type.value != urlencoded) {
        throw UnsupportedMediaType{"A form must be sent as " + std::string{urlencoded} + " or " +
                                   std::string{with_files} + '.'};
    }
    require_utf8(type);
    const MultipartLimits limits;
    if (source_->body.size() > limits.most_text_bytes) refuse_large_texts(limits);
    form_ = std::make_shared<const Multipart>(
        Multipart{parse_parameters(body(), most_parameters_, "form"), {}});
    return *form_;
}

const nlohmann::json& Request::json() const
{
    if (json_) return *json_;
    const ValueWithParameters type = type_of_body(header_all("Content-Type"));
    if (!is_json_type(type.value) || !is_utf8_or_unstated(type))
        throw UnsupportedMediaType{"The body must be sent as application/json, in UTF-8."};
    json_ = std::make_shared<const nlohmann::json>(parse_json(body(), {}));
    return *json_;
}

void Request::hide_visitor()
{
    std::erase_if(source_->fields,
                  [](const auto& field) { return same_field_name(field.first, "Cookie"); });
    is_visitor_hidden_ = true;
}

Session& Request::session()
{
    if (!session_) {
        session_ = open_session_ != nullptr ? (*open_session_)(*this) : Session{};
        session_->use_for(session_use_, page_view() == PageView::yes);
    }
    return *session_;
}

void Request::limit_session(SessionUse use)
{
    session_use_ = use;
    if (session_) session_->use_for(use, page_view() == PageView::yes);
}

void Request::keep_session_of(Request& fragment)
{
    if (!fragment.session_) return;
    if (session_) {
        session_->keep(std::move(*fragment.session_));
    } else {
        session_ = std::move(fragment.session_);
        session_->use_for(session_use_, page_view() == PageView::yes);
    }
    fragment.session_.reset();
}

// https://wicg.github.io/nav-speculation/prefetch.html: `Sec-Purpose: prefetch`, and
// `prefetch;prerender`. Older browsers sent the other two.
bool Request::is_prefetch() const
{
    const auto says_prefetch = [&](std::string_view name) {
        std::string_view value = header(name).value_or("");
        return equal_ignoring_case(syntax::trim(syntax::take_until(value, ';')), "prefetch");
    };
    return says_prefetch("Sec-Purpose") || says_prefetch("Purpose") || says_prefetch("X-Moz");
}

PageView Request::page_view() const
{
    if (page_view_) return *page_view_;
    if (method() == Method::head || is_prefetch()) return PageView::no;
    // https://www.w3.org/TR/fetch-metadata/: "document" is a page in a tab. Clients that are no
    // browsers do not send it.
    const auto destination = header("Sec-Fetch-Dest");
    return !destination || *destination == "document" ? PageView::yes : PageView::no;
}

std::string_view Request::id() const
{
    if (!id_.empty()) return id_;
    const std::string_view sent = header("X-Request-Id").value_or("");
    if (!source_->id.empty()) {
        id_ = source_->id;
    } else if (is_request_id(sent)) {
        id_ = sent;
    } else {
        id_ = make_request_id();
    }
    return id_;
}

Request Request::for_fragment(Target fragment, std::string page, PageView view,
                              SessionUse use) const
{
    RequestSource source;
    source.target = source_->target;
    source.host = source_->host;
    source.scheme = source_->scheme;
    source.remote_address = source_->remote_address;
    source.fields = source_->fields;
    fragment.query = {};

    Request request{std::move(source), std::move(fragment), most_parameters_};
    request.open_session_ = open_session_;
    request.page_view_ = is_prefetch() ? PageView::no : view;
    request.session_use_ = use;
    if (session_)
        request.session_ = session_->for_fragment(use, request.page_view_ == PageView::yes);
    request.page_ = std::move(page);
    request.id_ = id();
    return request;
}

const Parameters& Request::query_parameters() const
{
    if (!query_) query_ = parse_parameters(target_.query, most_parameters_, "query");
    return *query_;
}

}  // namespace aspic
