// The constructor of HtmlTree.
#include <map>
#include <string>
#include <utility>

#include "formatting/html_tokens.h"
#include "formatting/html_tree.h"

namespace manual {

namespace {

// Puts tokens in place, in whatever order the end tags come.
class Builder {
public:
    Builder(HtmlTree& tree) : tree_(tree), at_(&tree.root()) {}

    void start(const HtmlToken& token)
    {
        // mandoc may nest links, HTML does not: the end of the outer link ends both.
        if (token.name == "a" && counts_[token.name] > 0) return;
        HtmlNode& node = tree_.make(token.name);
        HtmlAttributes attributes = allowed_attributes(token);
        if (!attributes.empty()) node.write() = std::move(attributes);
        HtmlTree::append(*at_, node);
        if (token.closed || is_void_element(token.name)) return;
        ++counts_[token.name];
        at_ = &node;
    }

    void end(std::string_view name)
    {
        const auto found = counts_.find(name);
        if (found == counts_.end() || found->second == 0) return;
        bool ended = false;
        while (!ended) {
            ended = at_->name == name;
            --counts_[at_->name];
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
    std::map<std::string_view, std::size_t> counts_;  // the number of open elements of each name
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
