#pragma once
// The answer of a view: a Page or a Fragment (a template and its values), or a Response. Values; no
// I/O.

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <aspic/http/headers.h>
#include <aspic/http/response.h>
#include <aspic/rendering/tag.h>
#include <aspic/rendering/values.h>

namespace aspic {

/// A template with its values.
class Document : public Values {
public:
    const std::string& template_name() const { return template_; }

protected:
    explicit Document(std::string template_name) : template_{std::move(template_name)} {}

private:
    std::string template_;
};

/// A whole page. Its template is expanded within the base template, at {{>CONTENT}}.
class Page : public Document {
public:
    static constexpr const char* default_base = "base.tpl";

    explicit Page(std::string template_name, std::string base = default_base)
        : Document{std::move(template_name)}, base_{std::move(base)}
    {
    }

    void status(int code) { status_ = code; }
    /// Throws std::invalid_argument if name or value is not allowed in a field.
    void header(std::string_view name, std::string_view value) { headers_.set(name, value); }
    /// Adds a tag: after tag("manual", "ls"), purge(by_tag(tag("manual", "ls"))) purges this page.
    template <class... More>
    void tag(std::string_view first, const More&... more)
    {
        tags_.push_back(aspic::tag(first, more...));
    }
    /// Keeps this one answer out of the page cache.
    void do_not_cache() { may_be_cached_ = false; }

    const std::string& base() const { return base_; }
    int status() const { return status_; }
    const Headers& headers() const { return headers_; }
    bool may_be_cached() const { return may_be_cached_; }
    const std::vector<std::string>& tags() const { return tags_; }

private:
    std::string base_;
    int status_ = 200;
    Headers headers_;
    bool may_be_cached_ = true;
    std::vector<std::string> tags_;
};

/// A part of a page that belongs to one visitor. Only the form that a guest sees is ever in the
/// page cache.
class Fragment : public Document {
public:
    explicit Fragment(std::string template_name) : Document{std::move(template_name)} {}
};

/// For a view that sometimes redirects or answers something else than a page.
using Answer = std::variant<Response, Page, Fragment>;

}  // namespace aspic
