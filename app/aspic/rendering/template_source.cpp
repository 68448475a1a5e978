#include <aspic/rendering/template_source.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include <aspic/base/syntax.h>
#include <aspic/base/utf8.h>
#include <aspic/rendering/head_template.h>
#include <aspic/rendering/html_place.h>
#include <aspic/rendering/template_modifiers.h>
#include <aspic/rendering/template_tag.h>

namespace aspic {

namespace {

constexpr std::string_view pragma = "{{%AUTOESCAPE context=\"HTML\"";
constexpr std::string_view separator = "_separator";

bool is_name(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return syntax::is_letter(c) || syntax::is_digit(c) || c == '_';
    });
}

/// What a tag whose name is not a name may have been meant to be.
std::string name_problem(const TemplateTag& tag)
{
    const std::string sign = tag.kind == TagKind::variable  ? ""
                             : tag.kind == TagKind::section ? "#"
                             : tag.kind == TagKind::end     ? "/"
                                                            : ">";
    const std::string_view name = syntax::trim(tag.name);
    if (is_name(name) && tag.name != name)
        return "write {{" + sign + std::string{name} + std::string{tag.modifiers} +
               "}}, without spaces";
    if (name.starts_with('^'))
        return "there are no inverted sections: write {{#NO_" + std::string{name.substr(1)} +
               "}}, and let the view call show() for it";
    if (name.starts_with('{') || name.starts_with('&'))
        return "a value is not escaped if it is written {{NAME:none}} and set by html()";
    if (tag.kind == TagKind::section && name.find(' ') != std::string_view::npos)
        return "a section has only a name: {{#NAME}} ... {{/NAME}}, and the view calls show() or "
               "add() for it";
    if (name.find('}') != std::string_view::npos) return "a tag ends with }}: close this one";
    return "a name has only letters, digits and '_'";
}

/// What is wrong with the file before its first tag; "" if nothing is.
std::string encoding_problem(std::string_view text)
{
    if (text.starts_with("\xEF\xBB\xBF"))
        return "the file begins with a byte order mark: save it as UTF-8 without one (\"without "
               "BOM\")";
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
        return "the file is in UTF-16: save it as UTF-8";
    if (!text.starts_with(pragma))
        return "a template must begin with {{%AUTOESCAPE context=\"HTML\"}}: make this its first "
               "line";
    return "";
}

class Reader {
public:
    Reader(std::string_view name, std::string_view text, TemplatePlaces& places)
        : name_{name},
          text_{text},
          places_{places},
          place_{text.substr(0, text.find("}}")).find("IN_TAG") != std::string_view::npos}
    {
    }

    TemplateSource read()
    {
        if (const std::string wrong = encoding_problem(text_); !wrong.empty()) problem(0, wrong);
        check_characters();
        std::size_t from = 0;
        for (const TemplateTag& tag : tags_of(text_)) {
            add_text(from, tag.position);
            from = tag.position + tag.whole.size();
            read(tag);
        }
        add_text(from, text_.size());
        for (const Open& open : open_) {
            if (open.is_reported) continue;
            problem(open.position, "{{#" + open.name + "}} is not closed: write {{/" + open.name +
                                       "}} where it ends");
        }
        return std::move(source_);
    }

private:
    struct Open {
        std::string name;
        std::string numbered_name;
        std::size_t position;
        bool is_reported = false;  // as a section that another one's end crosses
    };

    std::size_t line(std::size_t position) const { return line_of(text_, position); }
    void problem(std::size_t position, std::string sentence)
    {
        source_.problems.insert({name_, line(position), std::move(sentence)});
    }
    void check_characters()
    {
        for (std::size_t at = 0; at < text_.size();) {
            const std::size_t size = utf8::character_size(text_.substr(at));
            if (size == 0) return problem(at, "this line is not UTF-8: save the file as UTF-8");
            at += size;
        }
    }

    void add_text(std::size_t from, std::size_t to)
    {
        const std::string_view html = text_.substr(from, to - from);
        source_.text += html;
        const std::size_t before = place_.frame_tags().size();
        place_.read(html, from);
        // Of two sections, perhaps only one is shown.
        if (!open_.empty()) return;
        for (std::size_t i = before; i < place_.frame_tags().size(); ++i) {
            const HtmlPlace::Tag& tag = place_.frame_tags()[i];
            source_.frame_tags.push_back({tag.name, line(tag.position)});
        }
    }

    void read(const TemplateTag& tag)
    {
        switch (tag.kind) {
            case TagKind::unclosed:
                return problem(tag.position, "a {{ is not closed by }}");
            case TagKind::delimiters:
                return problem(tag.position, "the delimiters {{ and }} cannot be changed");
            case TagKind::comment:
            case TagKind::pragma:
                source_.text += tag.whole;
                return;
            case TagKind::variable:
            case TagKind::section:
            case TagKind::end:
            case TagKind::include:
                break;
        }
        if (!is_name(tag.name))
            return problem(tag.position, name_problem(tag) + ": " + std::string{tag.whole});
        if (tag.kind == TagKind::section) return open(tag);
        if (tag.kind == TagKind::end) return close(tag);
        if (tag.kind == TagKind::include) return include(tag);
        variable(tag);
    }

    std::string numbered(const TemplateTag& tag)
    {
        return places_.add({.file = name_,
                            .line = line(tag.position),
                            .name = std::string{tag.name},
                            .is_raw = tag.modifiers == raw_modifier});
    }

    void open(const TemplateTag& tag)
    {
        // What ctemplate shows between two rows.
        const bool separates =
            !open_.empty() && tag.name == open_.back().name + std::string{separator};
        std::string own =
            separates ? open_.back().numbered_name + std::string{separator} : numbered(tag);
        source_.text += "{{#" + own + "}}";
        open_.push_back({std::string{tag.name}, std::move(own), tag.position});
    }

    void close(const TemplateTag& tag)
    {
        const std::string written = "{{/" + std::string{tag.name} + "}}";
        const auto is_named = [&](const Open& one) { return one.name == tag.name; };
        const auto found = std::find_if(open_.rbegin(), open_.rend(), is_named);
        if (found == open_.rend()) {
            return problem(tag.position, written + " closes no section: write {{#" +
                                             std::string{tag.name} +
                                             "}} where it begins, or remove it");
        }
        for (auto inner = open_.rbegin(); inner != found; ++inner) {
            if (std::exchange(inner->is_reported, true)) continue;
            problem(tag.position, written + " stands where {{#" + inner->name + "}} of line " +
                                      std::to_string(line(inner->position)) +
                                      " is still open: close that first, by {{/" + inner->name +
                                      "}}");
        }
        source_.text += "{{/" + found->numbered_name + "}}";
        open_.erase(std::prev(found.base()));
    }

    void include(const TemplateTag& tag)
    {
        // If an include is alone on its line, ctemplate indents the included text by the white
        // space before it, even inside <pre> and <textarea>, where this would change the content.
        const std::size_t indent = source_.text.find_last_not_of(" \t");
        if (indent != std::string::npos && source_.text[indent] == '\n')
            source_.text.resize(indent + 1);
        source_.text += "{{>" + numbered(tag) + std::string{tag.modifiers} + "}}";
        const std::string inside = place_.inside();
        if (tag.name == "CONTENT") {
            source_.contents.push_back({line(tag.position), !open_.empty()});
            if (!inside.empty()) {
                problem(tag.position, "{{>CONTENT}} stands in " + inside +
                                          ": put it in <body>, where the page is to be");
            }
            return;
        }
        const std::string file = included_file(tag.name);
        if (file == head_template_name && place_.is_in_body())
            source_.head_in_body_line = line(tag.position);
        source_.includes.push_back({.file = file,
                                    .line = line(tag.position),
                                    .inside = inside,
                                    .modifiers = std::string{tag.modifiers}});
    }

    void variable(const TemplateTag& tag)
    {
        if (const auto wrong = modifier_problem(tag.name, tag.modifiers); !wrong.empty())
            return problem(tag.position, std::string{wrong} + ": " + std::string{tag.whole});
        std::string modifiers{tag.modifiers};
        if (modifiers.starts_with(hole_of_value_modifier)) {
            // ctemplate accepts a modifier either with an argument or without. So a hole whose path
            // is a value gets an empty argument.
            if (modifiers == hole_of_value_modifier) modifiers += '=';
            hole(tag, modifiers.substr(hole_modifier.size()));
        }
        if (modifiers.starts_with(static_file_modifier)) {
            source_.static_files.push_back(
                {modifiers.substr(static_file_modifier.size()), line(tag.position)});
        }
        if (modifiers.starts_with(link_modifier))
            source_.links.push_back({modifiers.substr(link_modifier.size()), line(tag.position)});
        source_.text += "{{" + numbered(tag) + modifiers + "}}";
        place_.read("x", tag.position);  // some text
    }

    void hole(const TemplateTag& tag, std::string fragment)
    {
        if (const std::string inside = place_.inside(); !inside.empty()) {
            problem(tag.position, "the hole " + std::string{tag.whole} + " stands in " + inside +
                                      ": a hole becomes an element, so put it where a <span> could "
                                      "stand");
        }
        source_.holes.push_back({std::move(fragment), line(tag.position)});
    }

    std::string name_;
    std::string_view text_;
    TemplatePlaces& places_;
    HtmlPlace place_;
    std::vector<Open> open_;
    TemplateSource source_;
};

}  // namespace

std::string included_file(std::string_view include_name)
{
    std::string file;
    for (const char c : include_name)
        file += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return file + ".tpl";
}

std::string include_cycle(const IncludeGraph& includes, const std::string& file,
                          std::vector<std::string> way)
{
    const bool comes_back = std::find(way.begin(), way.end(), file) != way.end();
    way.push_back(file);
    if (comes_back) {
        std::string text;
        for (const std::string& step : way)
            text += (text.empty() ? "" : " > ") + step;
        return text;
    }
    const auto found = includes.find(file);
    if (found == includes.end()) return "";
    for (const std::string& next : found->second) {
        if (std::string cycle = include_cycle(includes, next, way); !cycle.empty()) return cycle;
    }
    return "";
}

TemplateSource read_template(std::string_view name, std::string_view text, TemplatePlaces& places)
{
    return Reader{name, text, places}.read();
}

}  // namespace aspic
