// mandoc's HTML as a tree, so that its parts can be moved, wrapped and removed. Only allowed
// elements and attributes get into the tree (see html_policy.h), and what it writes is balanced.
// The tree owns its nodes; a pointer to a node is valid as long as the tree. `html` must live as
// long as the tree. No function is recursive, because a page may nest elements thousands deep. One
// thread at a time may use it.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "formatting/html_policy.h"

namespace manual {

struct HtmlNode {
    std::string_view name;  // "dl"; empty for text
    std::string_view text;  // HTML without `<` and `>`; only for text
    std::unique_ptr<HtmlAttributes> attributes;
    HtmlNode* parent = nullptr;
    HtmlNode* first = nullptr;
    HtmlNode* last = nullptr;
    HtmlNode* previous = nullptr;
    HtmlNode* next = nullptr;

    bool is(std::string_view element) const { return name == element; }
    bool is_text() const { return name.empty(); }
    const HtmlAttributes& read() const;  // empty if the node has none
    HtmlAttributes& write();
    bool has_class(std::string_view wanted) const;
    bool inside(std::string_view element) const;
};

class HtmlTree {
public:
    explicit HtmlTree(std::string_view html);

    HtmlNode& root() { return nodes_.front(); }

    // Returns all elements of that name in the order of the page. "" returns all texts.
    std::vector<HtmlNode*> all(std::string_view name);
    std::vector<HtmlNode*> elements();

    HtmlNode& make(std::string_view element, std::string_view classes = {});
    HtmlNode& make_text(std::string html);
    void set_text(HtmlNode& text, std::string html);

    static void remove(HtmlNode& node);
    static void insert_before(HtmlNode& place, HtmlNode& node);
    static void insert_after(HtmlNode& place, HtmlNode& node);
    static void append(HtmlNode& parent, HtmlNode& node);

    static void move_children(HtmlNode& from, HtmlNode& to);  // to the end of `to`
    static void unwrap(HtmlNode& node);                       // its children take its place
    static void wrap(HtmlNode& node, HtmlNode& around);       // `around` takes its place

    // `after_block` is written after the end of each block: "\n" if people or tools read the HTML.
    std::string html(std::string_view after_block = {}) const;

private:
    std::deque<HtmlNode> nodes_;
    std::deque<std::string> texts_;
};

// The next node in the order of the page, inside `top`. Nothing after the last one.
HtmlNode* following(const HtmlNode& node, const HtmlNode& top);

}  // namespace manual
