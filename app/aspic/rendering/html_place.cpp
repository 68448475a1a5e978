#include <aspic/rendering/html_place.h>

#include <algorithm>
#include <array>
#include <utility>

#include <aspic/base/syntax.h>

namespace aspic {

namespace {

bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

bool is_one_of(std::string_view name, const auto& names)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

// HTML, section 13.2.5: in these, "<" begins nothing but the element's own end tag.
constexpr std::array<std::string_view, 8> raw_elements{"script", "style", "title",   "textarea",
                                                       "iframe", "xmp",   "noembed", "noframes"};
// HTML, section 13.2.6.4.4: the tag of any other element ends the head, whose end tag may be left
// out.
constexpr std::array<std::string_view, 10> head_elements{
    "head", "title", "meta", "link", "base", "style", "script", "noscript", "template", "html"};
constexpr std::array<std::string_view, 5> table_parts{"table", "thead", "tbody", "tfoot", "tr"};

bool is_foreign(std::string_view name)
{
    return name == "svg" || name == "math";
}

}  // namespace

void HtmlPlace::read(std::string_view html, std::size_t position)
{
    position_ = position;
    for (const char c : html) {
        read(c);
        ++position_;
    }
}

void HtmlPlace::read(char c)
{
    switch (state_) {
        case State::text:
            if (c != '<') return;
            state_ = State::less_than;
            tag_at_ = position_;
            return;
        case State::less_than:
            if (syntax::is_letter(c)) {
                begin_name(false);
                name_ += syntax::lower(c);
            } else if (c == '/') {
                begin_name(true);
            } else if (c == '!' || c == '?') {
                state_ = State::declaration;
                last_.clear();
            } else {
                state_ = State::text;
                read(c);
            }
            return;
        case State::name:
        case State::in_tag:
        case State::before_value:
        case State::in_value:
            return read_tag(c);
        case State::declaration:
        case State::comment:
            return read_declaration(c);
        case State::raw_text:
        case State::raw_less_than:
        case State::raw_name:
            return read_raw(c);
    }
}

void HtmlPlace::begin_name(bool is_end)
{
    state_ = State::name;
    is_end_tag_ = is_end;
    is_closed_ = false;
    name_.clear();
}

void HtmlPlace::read_tag(char c)
{
    if (state_ == State::in_value) {
        const bool ends = quote_ != 0 ? c == quote_ : is_space(c) || c == '>';
        if (!ends) return;
        state_ = State::in_tag;
        if (quote_ != 0) return;
    }
    if (c == '>') return end_tag();
    is_closed_ = c == '/';
    if (state_ == State::name) {
        if (is_space(c) || c == '/')
            state_ = State::in_tag;
        else
            name_ += syntax::lower(c);
    } else if (state_ == State::before_value) {
        if (is_space(c)) return;
        quote_ = c == '"' || c == '\'' ? c : '\0';
        state_ = State::in_value;
    } else if (c == '=') {
        state_ = State::before_value;
    }
}

void HtmlPlace::read_declaration(char c)
{
    last_ += c;
    if (state_ == State::declaration) {
        if (last_ == "--") state_ = State::comment;
        // A CDATA section contains text: feeds have some.
        if (c == '>' || last_ == "[CDATA[") state_ = State::text;
        return;
    }
    if (last_.ends_with("-->") || last_.ends_with("--!>")) state_ = State::text;
}

void HtmlPlace::read_raw(char c)
{
    if (state_ == State::raw_text) {
        if (c == '<') state_ = State::raw_less_than;
    } else if (state_ == State::raw_less_than) {
        name_.clear();
        if (c != '<') state_ = c == '/' ? State::raw_name : State::raw_text;
    } else if (syntax::is_letter(c)) {
        name_ += syntax::lower(c);
    } else if (name_ == raw_ && (is_space(c) || c == '/' || c == '>')) {
        raw_.clear();
        is_end_tag_ = true;
        state_ = State::in_tag;
        read_tag(c);
    } else {
        state_ = State::raw_text;
        if (c == '<') read_raw(c);
    }
}

void HtmlPlace::end_tag()
{
    state_ = State::text;
    // Only in a drawing or a formula, "/>" closes an element.
    if (name_ == foreign_ && is_end_tag_) foreign_.clear();
    if (is_closed_ && !is_end_tag_ && (!foreign_.empty() || is_foreign(name_))) return;
    if (foreign_.empty() && !is_end_tag_ && is_foreign(name_)) foreign_ = name_;
    if (name_ == "template") return pass_template();
    if (name_ == "select") around_.in_select = !is_end_tag_;
    if (is_one_of(name_, table_parts)) around_.in_table = !(is_end_tag_ && name_ == "table");
    if (name_ == "td" || name_ == "th" || name_ == "caption") around_.in_table = is_end_tag_;
    if (is_end_tag_) {
        if (name_ == "head") in_head_ = false;
    } else {
        enter(name_);
    }
}

// What stands in a template begins anew: rows without their table, for example.
void HtmlPlace::pass_template()
{
    if (!is_end_tag_) {
        outside_.push_back(std::exchange(around_, {}));
    } else if (!outside_.empty()) {
        around_ = outside_.back();
        outside_.pop_back();
    }
}

void HtmlPlace::enter(std::string_view name)
{
    if (is_one_of(name, raw_elements)) {
        raw_ = name;
        state_ = State::raw_text;
    }
    if (!is_one_of(name, head_elements)) in_head_ = false;
    if (name != "html" && name != "head" && name != "body") return;
    if (name == "head") in_head_ = true;
    if (name == "body") in_body_ = true;
    frame_tags_.push_back({std::string{name}, tag_at_});
}

std::string HtmlPlace::inside() const
{
    switch (state_) {
        case State::less_than:
        case State::name:
        case State::in_tag:
            return "a tag";
        case State::before_value:
        case State::in_value:
            return "an attribute";
        case State::declaration:
        case State::comment:
            return "an HTML comment";
        case State::raw_text:
        case State::raw_less_than:
        case State::raw_name:
            return "<" + raw_ + ">";
        case State::text:
            break;
    }
    if (in_head_) return "<head>";
    if (around_.in_select) return "<select>";
    if (around_.in_table) return "<table>, outside of its cells";
    return "";
}

}  // namespace aspic
