#include "formatting/html_policy.h"

#include <aspic/aspic.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "base/text.h"

namespace manual {

namespace {

constexpr std::array<std::string_view, 55> elements{
    "a",
    "b",
    "blockquote",
    "br",
    "cite",
    "code",
    "dd",
    "div",
    "dl",
    "dt",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "i",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "tr",
    "ul",
    "var",
    // from eqn(7)
    "math",
    "mfenced",
    "mfrac",
    "mi",
    "mn",
    "mo",
    "mover",
    "mrow",
    "msqrt",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
    "mspace",
    "mstyle",
    "mpadded",
};

constexpr std::array<std::string_view, 4> more_names{"colspan", "rowspan", "open", "close"};

constexpr std::array<std::pair<std::string_view, std::string_view>, 11> style_classes{{
    {"text-align: center", "tbl-center"},
    {"text-align: right", "tbl-right"},
    {"text-align: left", "tbl-left"},
    {"vertical-align: middle", "tbl-middle"},
    {"vertical-align: bottom", "tbl-bottom"},
    {"border-style: solid", "tbl-box"},
    {"border-bottom-style: ", "tbl-line-below"},
    {"border-top-style: ", "tbl-line-above"},
    {"border-right-style: ", "tbl-line-right"},
    {"border-left-style: ", "tbl-line-left"},
    {"border-style: double", "tbl-box"},
}};

std::string classes_of_style(std::string_view style)
{
    std::string classes;
    for (const std::string_view declaration : split(style, ';')) {
        for (const auto& [start, name] : style_classes) {
            if (trim(declaration).starts_with(start)) classes += " " + std::string{name};
        }
    }
    return classes;
}

void write(std::string& out, std::string_view name, std::string_view value)
{
    out.append(" ").append(name).append("=\"").append(aspic::escape_html(value)).append("\"");
}

}  // namespace

bool is_allowed_element(std::string_view name)
{
    return std::find(elements.begin(), elements.end(), name) != elements.end();
}

bool is_void_element(std::string_view name)
{
    return name == "br" || name == "mspace";
}

HtmlAttributes allowed_attributes(const HtmlToken& tag)
{
    HtmlAttributes allowed;
    std::string classes = html_decoded(tag.attribute("class"));
    classes += classes_of_style(tag.attribute("style"));
    if (tag.starts("table") && !tag.attribute("border").empty()) classes += " tbl-box";
    allowed.classes = trim(classes);
    allowed.id = anchor_of_manual(html_decoded(tag.attribute("id")));
    if (tag.starts("a")) allowed.href = html_decoded(tag.attribute("href"));
    for (const HtmlAttribute& each : tag.attributes) {
        if (std::find(more_names.begin(), more_names.end(), each.name) != more_names.end())
            write(allowed.more, each.name, html_decoded(each.value));
    }
    return allowed;
}

std::string written(const HtmlAttributes& attributes)
{
    std::string out;
    if (!attributes.classes.empty()) write(out, "class", attributes.classes);
    if (!attributes.id.empty()) write(out, "id", attributes.id);
    if (!attributes.href.empty()) write(out, "href", attributes.href);
    return out + attributes.more;
}

std::string anchor_of_manual(std::string_view id)
{
    const bool taken = id == "notes" || id.starts_with("site-");
    return (taken ? "manual-" : "") + std::string{id};
}

bool is_safe_external_link(std::string_view url)
{
    // Browsers remove tabs and newlines from a URL before they read its scheme.
    if (std::any_of(url.begin(), url.end(), [](unsigned char c) { return c <= ' ' || c == 0x7F; }))
        return false;
    std::string scheme{url.substr(0, url.find(':'))};
    for (char& c : scheme)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (scheme == "mailto") return true;
    return (scheme == "http" || scheme == "https" || scheme == "ftp") &&
           url.substr(scheme.size()).starts_with("://");
}

}  // namespace manual
