#pragma once
// A list on several pages: which part of it a request asks for, and the links to the others.
//
//     Page books(PublicRequest& request)
//     {
//         Pagination pages{request, 20};                          // reads ?page=
//         pages.keep("author", request.query("author"));
//         const Found found = find_books(request.query("author"), pages.offset(), pages.size());
//         pages.set_total(found.total);                           // 404 past the end
//         Page page{"books.tpl"};
//         ...
//         pages.add_to(page);
//         return page;
//     }
//
// add_to() sets these values. Write the links into a template of your own, and include it:
//
//     {{#HAS_PAGES}}
//     <nav aria-label="Pages">
//     {{#HAS_PREVIOUS}}<a rel="first" href="{{FIRST_URL}}">First</a>
//     <a rel="prev" href="{{PREVIOUS_URL}}">Previous</a>{{/HAS_PREVIOUS}}
//     {{#PAGES}}
//     {{#OTHER_PAGE}}<a href="{{PAGE_URL}}">{{PAGE_NUMBER}}</a>{{/OTHER_PAGE}}
//     {{#THIS_PAGE}}<b aria-current="page">{{PAGE_NUMBER}}</b>{{/THIS_PAGE}}
//     {{#PAGE_GAP}}<span>…</span>{{/PAGE_GAP}}
//     {{/PAGES}}
//     {{#HAS_NEXT}}<a rel="next" href="{{NEXT_URL}}">Next</a>
//     <a rel="last" href="{{LAST_URL}}">Last</a>{{/HAS_NEXT}}
//     </nav>
//     {{/HAS_PAGES}}
//
// It also sets the field `Link: <./books>; rel="canonical"` (RFC 6596), because ?page=1 is the page
// without a number too.
//
// A value of one thread.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <aspic/entries/public_request.h>
#include <aspic/rendering/page.h>

namespace aspic {

class Pagination {
public:
    using Number = std::int64_t;
    static constexpr Number most_pages = 1'000'000;

    /// Reads the query parameter `parameter`, which so becomes a part of a cached page's key.
    /// Absent means 1. Throws NotFound if it is not a number from 1 to most_pages, written without
    /// signs and leading zeros: each page has one address. Throws std::invalid_argument if `size`
    /// is not positive.
    Pagination(PublicRequest& request, Number size, std::string_view parameter = "page");
    Pagination(const Request& request, Number size, std::string_view parameter = "page");

    /// The links keep this parameter. Nothing, or an empty value: they do not have it. A view keeps
    /// what its list depends on, such as the words of a search; others (utm_source=) are dropped.
    void keep(std::string_view name, std::optional<std::string_view> value);

    /// The number of this page; the first is 1.
    Number number() const { return number_; }
    /// The number of items on a page.
    Number size() const { return size_; }
    /// The number of items before this page.
    Number offset() const { return (number_ - 1) * size_; }

    /// The number of all items. Throws NotFound if this page is past the last one; page 1 always
    /// exists. REQUIRED before the functions below.
    void set_total(Number items);

    /// The number of pages, at least 1.
    Number count() const { return count_; }
    /// The address of a page, relative to that of this one, so it is right below a mount prefix
    /// too: "./books?author=x&page=2". The first page has no number.
    std::string url(Number number) const;
    /// The page numbers for links: the first, the last, this one and `beside` on both sides of it.
    /// 0 stands for two or more that are left out.
    std::vector<Number> window(Number beside = 2) const;

    /// Sets the values for templates and the Link field, see above.
    void add_to(Page& page, Number beside = 2) const;
    /// The same links as a Link field (RFC 8288), for answers without a template:
    /// `<./books>; rel="first", <./books?page=3>; rel="next"`. Empty if there is one page.
    std::string link_field() const;

private:
    Pagination(std::string_view path, std::optional<std::string_view> number, Number size,
               std::string_view parameter);

    std::string path_;  // relative: "./books"
    std::string parameter_;
    std::vector<std::pair<std::string, std::string>> kept_;
    Number size_;
    Number number_ = 1;
    Number count_ = 1;
};

}  // namespace aspic
