#pragma once
// Follows the HTML of a template from its beginning, and says where an element cannot stand: in an
// attribute, in a <title>, in a script. It reads what authors write, without sections and values,
// so it takes every section as shown. A value of one thread.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace aspic {

class HtmlPlace {
public:
    /// `in_tag`: the text begins within a tag, between two attributes.
    explicit HtmlPlace(bool in_tag = false) : state_{in_tag ? State::in_tag : State::text} {}

    /// Reads on. `position` is that of `html` in the template.
    void read(std::string_view html, std::size_t position);

    /// "an attribute", "<title>", "an HTML comment", ...; empty where an element may stand.
    std::string inside() const;

    struct Tag {
        std::string name;  // in lower case
        std::size_t position;
    };
    /// The tags <html>, <head> and <body> so far.
    const std::vector<Tag>& frame_tags() const { return frame_tags_; }
    bool is_in_body() const { return in_body_; }

private:
    enum class State : std::uint8_t {
        text,
        less_than,
        name,
        in_tag,
        before_value,
        in_value,
        declaration,
        comment,
        raw_text,  // of a <script>, <title> and similar: ends only with its own end tag
        raw_less_than,
        raw_name,
    };
    void read(char c);
    void read_tag(char c);
    void read_raw(char c);
    void read_declaration(char c);
    void begin_name(bool is_end);
    void end_tag();
    void enter(std::string_view name);
    void pass_template();

    State state_;
    std::size_t position_ = 0;  // of the current character
    std::size_t tag_at_ = 0;    // of the last "<"
    std::string name_;          // of the current tag
    bool is_end_tag_ = false;
    bool is_closed_ = false;  // the current tag has "/" at its end so far
    char quote_ = 0;          // around the current value; 0: none
    std::string raw_;         // the element whose text is raw
    std::string last_;        // the last characters of a declaration or comment
    bool in_head_ = false;
    bool in_body_ = false;
    std::string foreign_;  // "svg" or "math" while in one
    struct Around {
        bool in_select = false;
        bool in_table = false;  // and not in a cell
    };
    Around around_;
    std::vector<Around> outside_;  // of each <template> that is open
    std::vector<Tag> frame_tags_;
};

}  // namespace aspic
