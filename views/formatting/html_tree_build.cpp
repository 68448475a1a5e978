// The constructor of HtmlTree.
#include <map>
#include <string>
#include <utility>

#include "formatting/html_tokens.h"
#include "formatting/html_tree.h"

namespace manual {

namespace {

// Real pages nest about ten elements. Steps that look at all elements around another one would
// take too long for a page that nests thousands, and browsers show no more than some hundreds.
constexpr std::size_t deepest = 200;

// Puts tokens in place, in whatever order the end tags come.
class Builder {
public:
    Builder(HtmlTree& tree) : tree_(tree), at_(&tree.root()) {}

    void start(const HtmlToken& token)
    {
        // mandoc may nest links, HTML does not: the end of the outer link ends both.
        if (token.name == "a" && counts_[token.name] > 0) return;
        if (depth_ == deepest) {  // only its text is shown
            if (!token.closed && !is_void_element(token.name)) ++left_out_[token.name];
            return;
        }
        HtmlNode& node = tree_.make(token.name);
        HtmlAttributes attributes = allowed_attributes(token);
        if (!attributes.empty()) node.write() = std::move(attributes);
        HtmlTree::append(*at_, node);
        if (token.closed || is_void_element(token.name)) return;
        ++counts_[token.name];
        ++depth_;
        at_ = &node;
    }

    void end(std::string_view name)
    {
        if (const auto out = left_out_.find(name); out != left_out_.end() && out->second > 0) {
            --out->second;
            return;
        }
        const auto found = counts_.find(name);
        if (found == counts_.end() || found->second == 0) return;
        bool ended = false;
        while (!ended) {
            ended = at_->name == name;
            --counts_[at_->name];
            --depth_;
            at_ = at_->parent;
        }
    }

    void text(std::string_view html)
    {
        std::string clean;
        for (const char c : html) {
            if (c == '<' || c == '>') {
                clean += c == '<' ? "&lt;" : "&gt;";
            } else {
                clean += c;
            }
        }
        HtmlNode& node = tree_.make_text("");
        if (clean == html) {
            node.text = html;
        } else {
            tree_.set_text(node, std::move(clean));
        }
        HtmlTree::append(*at_, node);
    }

private:
    HtmlTree& tree_;
    HtmlNode* at_;
    std::size_t depth_ = 0;
    // The number of open elements of each name: in the tree, and too deep for it.
    std::map<std::string_view, std::size_t> counts_;
    std::map<std::string_view, std::size_t> left_out_;
};

}  // namespace

HtmlTree::HtmlTree(std::string_view html)
{
    nodes_.emplace_back();
    nodes_.front().name = "root";
    Builder builder{*this};
    std::string_view skipped;
    for (const HtmlToken& token : html_tokens(html)) {
        if (!skipped.empty()) {
            if (token.ends(skipped)) skipped = {};
        } else if (token.kind == HtmlToken::Kind::text) {
            builder.text(token.text);
        } else if (token.kind == HtmlToken::Kind::end) {
            builder.end(token.name);
        } else if (token.name == "script" || token.name == "style") {
            skipped = token.name;
        } else if (is_allowed_element(token.name)) {
            builder.start(token);
        }
    }
}

}  // namespace manual
