#include <aspic/rendering/template_parsing.h>

#include <ctemplate/template_cache.h>

#include <algorithm>
#include <iostream>
#include <sstream>
#include <string_view>

#include <aspic/rendering/template_tag.h>

namespace aspic {

namespace {

class CapturedErrors {
public:
    CapturedErrors() : before_{std::cerr.rdbuf(text_.rdbuf())} {}
    ~CapturedErrors() { std::cerr.rdbuf(before_); }
    CapturedErrors(const CapturedErrors&) = delete;
    CapturedErrors& operator=(const CapturedErrors&) = delete;
    /// In one line.
    std::string text() const
    {
        std::string text = text_.str();
        while (text.ends_with('\n'))
            text.pop_back();
        std::replace(text.begin(), text.end(), '\n', ' ');
        return text;
    }

private:
    std::ostringstream text_;
    std::streambuf* before_;
};

bool can_parse(const std::string& text)
{
    ctemplate::TemplateCache cache;
    return cache.StringToTemplateCache("part", text, ctemplate::STRIP_BLANK_LINES);
}

// Its beginning up to each tag is tried. Sections are left out: they would not be closed there.
std::size_t line_of_error(const std::string& text)
{
    std::string part;
    std::size_t from = 0;
    for (const TemplateTag& tag : tags_of(text)) {
        part.append(text, from, tag.position - from);
        from = tag.position + tag.whole.size();
        if (tag.kind == TagKind::section || tag.kind == TagKind::end) continue;
        part += tag.whole;
        if (!can_parse(part)) return line_of(text, tag.position);
    }
    return line_of(text, text.size());
}

/// The text between the last two quotes.
std::string last_quoted(std::string_view text, char quote)
{
    const std::size_t end = text.rfind(quote);
    if (end == std::string_view::npos || end == 0) return "";
    const std::size_t begin = text.rfind(quote, end - 1);
    if (begin == std::string_view::npos) return "";
    return std::string{text.substr(begin + 1, end - begin - 1)};
}

std::string sentence_of(const std::string& error)
{
    const auto says = [&](std::string_view part) { return error.find(part) != std::string::npos; };
    if (says("Unknown modifier")) {
        return "there is no modifier \"" + last_quoted(error, '\'') +
               "\": remove it, because values are escaped for their place without one";
    }
    if (says("must be enclosed in quotes")) {
        const std::string attribute = last_quoted(error, '"');
        return "a value in the attribute " + attribute + " must be in quotes: write " + attribute +
               "=\"{{NAME}}\"";
    }
    if (says("Auto-Escape: Failed parsing"))
        return "the HTML cannot be read up to this tag: close the tags and quotes before it";
    return "ctemplate cannot parse it: " + error;
}

}  // namespace

std::optional<TemplateProblem> parse_into(ctemplate::TemplateCache& cache, const std::string& name,
                                          const TemplateSource& source)
{
    const CapturedErrors errors;
    if (cache.StringToTemplateCache(name, source.text, ctemplate::STRIP_BLANK_LINES)) return {};
    const std::string sentence = sentence_of(errors.text());
    return TemplateProblem{name, line_of_error(source.text), sentence};
}

}  // namespace aspic
