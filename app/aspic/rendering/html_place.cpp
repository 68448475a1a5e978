#include <aspic/rendering/html_place.h>

#include <algorithm>
#include <array>

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
constexpr std::array<std::string_view, 5> table_parts{"table", "thead", "tbody", "tfoot", "tr"};

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
    if (last_.ends_with("-->")) state_ = State::text;
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
    if (name_ == "select") in_select_ = !is_end_tag_;
    if (is_one_of(name_, table_parts)) in_table_ = !(is_end_tag_ && name_ == "table");
    if (name_ == "td" || name_ == "th" || name_ == "caption") in_table_ = is_end_tag_;
    if (is_end_tag_) {
        if (name_ == "head") in_head_ = false;
    } else {
        enter(name_);
    }
}

void HtmlPlace::enter(std::string_view name)
{
    if (is_one_of(name, raw_elements)) {
        raw_ = name;
        state_ = State::raw_text;
    }
    if (name != "html" && name != "head" && name != "body") return;
    if (name == "head") in_head_ = true;
    if (name == "body") {
        in_head_ = false;
        in_body_ = true;
    }
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
    if (in_select_) return "<select>";
    if (in_table_) return "<table>, outside of its cells";
    return "";
}

}  // namespace aspic
