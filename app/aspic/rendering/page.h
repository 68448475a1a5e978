#pragma once
// The answer of a view: a Page or a Fragment (a template and its values), or a Response. Values; no
// I/O.

#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include <aspic/http/answer_head.h>
#include <aspic/http/response.h>
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
class Page : public Document, public CacheableHead {
public:
    static constexpr const char* default_base = "base.tpl";

    explicit Page(std::string template_name, std::string base = default_base)
        : Document{std::move(template_name)}, base_{std::move(base)}
    {
    }

    const std::string& base() const { return base_; }

private:
    std::string base_;
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
