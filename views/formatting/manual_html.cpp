#include "formatting/manual_html.h"

#include "formatting/html_text.h"
#include "formatting/html_tree.h"
#include "formatting/links.h"
#include "formatting/lists.h"
#include "formatting/option_anchors.h"
#include "formatting/simplify.h"
#include "formatting/wide_content.h"

namespace manual {

namespace {

// Removes the first and the last line of a page, which are tables.
void take_head_and_foot(HtmlTree& tree, ManualHtml& page)
{
    for (HtmlNode* table : tree.all("table")) {
        if (table->has_class("foot")) {
            for (const HtmlNode* at = table->first; at != nullptr; at = following(*at, *table)) {
                if (at->has_class("foot-date")) page.date = text_of(*at);
                if (at->has_class("foot-os")) page.source = text_of(*at);
            }
        }
        if (table->has_class("head") || table->has_class("foot")) HtmlTree::remove(*table);
    }
}

}  // namespace

ManualHtml tidy_manual(std::string_view mandoc_html, const PageUrl& page_url, const PageHead& head)
{
    ManualHtml page;
    HtmlTree tree{mandoc_html};
    const PageUrl url = remembering(page_url);
    take_head_and_foot(tree, page);
    simplify(tree);
    remove_repeated_name(tree, head);
    arrange_lists(tree);
    page.contents = arrange_headings(tree);
    add_option_anchors(tree);
    check_links(tree, url);
    mark_wide_content(tree);
    remove_unused_classes(tree);
    add_links(tree, url, page.contents);
    page.body = tree.html("\n");
    return page;
}

}  // namespace manual
